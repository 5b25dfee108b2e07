package io.freshet.fetcher.anchor;

import java.io.IOException;

/**
 * Makes anchors of one kind. Found by {@link java.util.ServiceLoader}: a jar with one names it in {@code
 * META-INF/services/io.freshet.fetcher.anchor.AnchorVerifier}, and it has a public constructor without parameters.
 */
public interface AnchorVerifier {

    /** What stands before the {@code =}, in lower case: {@code eth}. */
    String kind();

    /**
     * The anchor at a place. Asks nothing of the network; a file is read now.
     *
     * @param place what stands after the {@code =}: a URL, or a path
     * @throws IllegalArgumentException if the place can't be one; the message names no secret that may stand in it
     * @throws IOException if a file can't be read, or is not what it must be
     */
    Anchor anchor(String place) throws IOException;
}
