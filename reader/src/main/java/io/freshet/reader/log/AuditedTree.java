package io.freshet.reader.log;

import io.freshet.core.log.LogException;
import io.freshet.core.log.LogView;
import io.freshet.core.log.TreeHead;
import java.io.IOException;

/** The tree of a log that was audited at one mirror. */
public final class AuditedTree {

    private final OpenLog.Tree tree;

    AuditedTree(OpenLog.Tree tree) {
        this.tree = tree;
    }

    /** Its head, which the log's key has signed. */
    public TreeHead head() {
        return tree.head();
    }

    /**
     * Makes sure that a tree of no more entries is the beginning of this one, or the same.
     *
     * @throws LogException.Conflict if it is not: both checkpoints prove it
     */
    public void requireBeginning(AuditedTree other) throws IOException, LogException {
        LogView.first(other.tree.checkpoint()).next(tree.checkpoint(), tree.mirror());
    }
}
