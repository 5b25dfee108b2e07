package io.freshet.fetcher;

import io.freshet.core.FormatException;
import io.freshet.core.manifest.Component;
import io.freshet.fetcher.index.LocalIndex;
import io.freshet.fetcher.tree.StagingTree;
import io.freshet.fetcher.tree.StampLog;
import io.freshet.fetcher.tree.TreeSealer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The trees of all components that are fetched. */
final class ComponentTrees implements AutoCloseable {

    private final List<Part> parts = new ArrayList<>();

    private record Part(Component component, StagingTree tree) {}

    /** Adds a component's tree, which is closed with the others. */
    void add(Component component, StagingTree tree) {
        parts.add(new Part(component, tree));
    }

    /** Makes the links of all components: when all their files are there. */
    void makeLinks() throws IOException {
        for (Part part : parts) {
            part.tree().makeLinks();
        }
    }

    /**
     * Times and modes of directories: when all that is in them is there, and what lies deepest first, as one component's
     * directories may lie in those of another.
     *
     * @param stamps directory for the stamps of the files, one log for each component
     */
    void seal(LocalIndex index, Path stamps) throws IOException {
        Files.createDirectories(stamps);
        List<Part> deepest = new ArrayList<>(parts);
        deepest.sort(
                Comparator.comparing((Part part) -> part.component().root()).reversed());
        for (Part part : deepest) {
            try (StampLog log = new StampLog(stamps, part.component())) {
                seal(part, index, new TreeSealer(part.tree(), log));
            }
        }
    }

    private static void seal(Part part, LocalIndex index, TreeSealer sealer) throws IOException {
        boolean whole = index.walkPaths(part.component().contentRoot(), leaf -> {
            sealer.pass(leaf.items());
            return true;
        });
        if (!whole) {
            throw new FormatException(
                    "local index",
                    "lost a node of component \"" + part.component().name()
                            + "\" while the fetch was at work: run the same command again");
        }
        sealer.end();
    }

    @Override
    public void close() throws IOException {
        for (Part part : parts) {
            part.tree().close();
        }
    }
}
