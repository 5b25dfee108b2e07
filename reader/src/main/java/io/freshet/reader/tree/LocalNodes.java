package io.freshet.reader.tree;

import io.freshet.core.FormatException;
import io.freshet.fetcher.index.LocalIndex;
import java.io.IOException;
import java.util.List;

/** Nodes that a fetched directory has kept. */
public final class LocalNodes implements NodeReader {

    private final LocalIndex index;

    /** @param index of the directory */
    public LocalNodes(LocalIndex index) {
        this.index = index;
    }

    @Override
    public void read(List<TreeNode> nodes) throws IOException {
        for (TreeNode node : nodes) {
            node.take(index.get(node.id())
                    .orElseThrow(() -> new FormatException(
                            "the index that the fetch has kept",
                            "has lost its node " + node.id().brief()
                                    + "; it comes back with the next version that is fetched")));
        }
    }
}
