package io.freshet.publisher.commit;

/**
 * What bringing a follower up to date took.
 *
 * @param objects how many were copied
 * @param bytes how many they had
 * @param current whether the follower has what the authority had when the copy began, or something newer
 */
public record CopyReport(long objects, long bytes, boolean current) {}
