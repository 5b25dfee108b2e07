package io.freshet.bench.runs;

/**
 * What an update is measured by.
 *
 * @param churn which kind of night
 * @param bound what it costs at least
 * @param newChunks how many chunks the publication added
 */
record Update(String churn, Bound bound, long newChunks) {}
