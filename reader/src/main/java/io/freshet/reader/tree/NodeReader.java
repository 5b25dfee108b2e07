package io.freshet.reader.tree;

import java.io.IOException;
import java.util.List;

/** Reads nodes of content trees, and verifies them. */
public interface NodeReader {

    /** Plain bytes of nodes that are worth reading at once. */
    int WINDOW_BYTES = 4 << 20;

    /** Reads these nodes, siblings that are near each other, in as few requests as makes sense. */
    void read(List<TreeNode> nodes) throws IOException;
}
