package io.freshet.fetcher.http;

/**
 * How a mirror is doing, for {@link MirrorChoice}.
 *
 * @param mirror the mirror
 * @param outstanding requests that it is answering
 * @param bytesPerSecond what one request got of late; 0 where nothing is known yet
 * @param resting whether it failed of late, and better is left alone for a while
 */
public record MirrorLoad(Mirror mirror, int outstanding, double bytesPerSecond, boolean resting) {}
