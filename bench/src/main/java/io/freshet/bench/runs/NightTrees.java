package io.freshet.bench.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The trees that a generator makes night by night: night i is the directory of that name in {@code directory}. */
record NightTrees(Path directory) {

    Path of(int night) {
        return directory.resolve(Integer.toString(night));
    }

    /** Waits for a night's tree. */
    Path await(int night) throws InterruptedException {
        Path tree = of(night);
        while (!Files.isDirectory(tree)) {
            Thread.sleep(200);
        }
        return tree;
    }

    /** Fails where what a tool has fetched is not the tree of the night. */
    static void check(Tool tool, Place place, Path tree) throws IOException, InterruptedException {
        Path fetched = place.out().resolve(tool.tree());
        List<String> differences = new Comparison(tree, fetched, Set.of()).differences();
        if (!differences.isEmpty()) {
            throw new IOException("night " + tree.getFileName() + " differs once fetched, at " + differences);
        }
    }
}
