package io.freshet.publisher;

import io.freshet.publisher.delta.DeltaCounts;
import java.time.Duration;

/**
 * What a publication did. Plain bytes unless something else is said.
 *
 * @param paths entries of the snapshot
 * @param bytes of all files, holes included
 * @param chunks of all files
 * @param newChunks chunks that were not known
 * @param newBytes of those
 * @param againChunks known chunks that were stored once more
 * @param againBytes of those
 * @param storedBytes bytes that new chunks take in packs
 * @param againStoredBytes bytes that chunks which were stored once more take in packs
 * @param packs how many packs were sent
 * @param packBytes their bytes, with tables and index
 * @param unreadFiles files that were taken over from the parent without reading them, since their times had not changed
 * @param unreadBytes of those
 * @param deltas what of the new chunks was stored once more as deltas
 * @param time from the first look at the source until the last pack was stored
 */
public record Statistics(
        long paths,
        long bytes,
        long chunks,
        long newChunks,
        long newBytes,
        long againChunks,
        long againBytes,
        long storedBytes,
        long againStoredBytes,
        int packs,
        long packBytes,
        long unreadFiles,
        long unreadBytes,
        DeltaCounts deltas,
        Duration time) {}
