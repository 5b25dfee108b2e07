package io.freshet.core.proof;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.ContentCache;
import io.freshet.core.index.ContentChild;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.NodeEntries;
import io.freshet.core.index.NodeRange;
import io.freshet.core.manifest.Component;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes proofs of files.
 *
 * @param nodes the content nodes of the release
 */
public record FileProver(ReleaseProof release, ContentCache nodes) {

    /** What was shown of a path so far: whether its own entry was. */
    private static final class Found {
        boolean begun;
    }

    /**
     * The proof of a file.
     *
     * @param path in the component
     * @return nothing if the component does not have it
     * @throws FormatException if a node is missing
     */
    public Optional<FileProof> prove(Component component, EntryPath path) throws IOException {
        return prove(component.contentRoot(), path, new Found())
                .map(root -> new FileProof(release, component.name(), root));
    }

    private Optional<ProvenNode> prove(Digest id, EntryPath path, Found found) throws IOException {
        byte[] plain = nodes.get(id)
                .orElseThrow(() -> new FormatException(
                        "content index",
                        "node " + id.brief() + " is not there; it comes back with the next version that is fetched"));
        NodeEntries entries = NodeEntries.read(id, plain);
        if (entries.level() == 0) {
            Optional<NodeRange> range = entries.of(path, found.begun);
            found.begun |= range.isPresent();
            return range.map(leaf -> new ProvenNode(leaf, List.of()));
        }
        return branch(entries, path, found);
    }

    /** The children that the path's items lie in: neighbours, as it lies between its first piece and the next path. */
    private Optional<ProvenNode> branch(NodeEntries entries, EntryPath path, Found found) throws IOException {
        List<Optional<ContentChild>> all = entries.children();
        List<ProvenNode> shown = new ArrayList<>();
        int from = 0;
        int to = 0;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isEmpty() || !mayHold(all, i, path)) {
                continue;
            }
            Optional<ProvenNode> child = prove(all.get(i).get().id(), path, found);
            if (child.isPresent()) {
                from = shown.isEmpty() ? i : from;
                to = i + 1;
                shown.add(child.get());
            }
        }
        return shown.isEmpty() ? Optional.empty() : Optional.of(new ProvenNode(entries.range(from, to), shown));
    }

    /** Whether it begins at the path or before, and the next one not before the path. */
    private static boolean mayHold(List<Optional<ContentChild>> all, int index, EntryPath path) {
        if (all.get(index).orElseThrow().firstPath().compareTo(path) > 0) {
            return false;
        }
        return all.subList(index + 1, all.size()).stream()
                .flatMap(Optional::stream)
                .findFirst()
                .map(next -> next.firstPath().compareTo(path) >= 0)
                .orElse(true);
    }
}
