package io.freshet.core.index;

import io.freshet.core.Digest;
import java.io.IOException;

/** Takes the nodes of a content tree as they are finished: children before their parents, siblings in order. */
@FunctionalInterface
public interface ContentSink {

    /**
     * A node is finished.
     *
     * @param level 0 for a leaf
     * @param id the node's id
     * @param plain its plain form; the array is the sink's
     * @param children how many of the nodes before this one it has as children; 0 for a leaf
     */
    void node(int level, Digest id, byte[] plain, int children) throws IOException;
}
