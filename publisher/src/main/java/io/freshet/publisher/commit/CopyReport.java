package io.freshet.publisher.commit;

/**
 * What bringing a follower up to date took.
 *
 * @param objects how many were copied, the timestamp not counted
 * @param bytes how many they had
 */
public record CopyReport(long objects, long bytes) {}
