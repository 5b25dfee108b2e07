package io.freshet.bench.runs;

import io.freshet.bench.data.DirectoryCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** One tool's two nights: publish, fetch, publish the next version, update. Each result is compared, off the clock. */
final class Story {

    private final Tool tool;
    private final Place place;
    private final Mirrors mirrors;
    private final Samples samples;

    Story(Tool tool, Place place, Mirrors mirrors, Samples samples) {
        this.tool = tool;
        this.place = place;
        this.mirrors = mirrors;
        this.samples = samples;
    }

    static String update(String churn) {
        return "update to v2, " + churn;
    }

    /** Returns how many chunks the second publication added, if the tool says. */
    OptionalLong tell(Path before, Path after, String churn) throws IOException, InterruptedException {
        place.clear();
        tool.prepare();
        measure("publish v1", "publish", before);
        if (measure("fetch v1", "fetch", before)) {
            check(before, place.out().resolve(tool.tree()));
        } else if (tool.has("update")) {
            DirectoryCopy.of(before, place.out());
        }
        measure("publish v2, " + churn, "publish", after);
        OptionalLong newChunks = tool.newChunks();
        if (measure(update(churn), "update", after)) {
            check(after, place.out().resolve(tool.tree()));
        }
        place.clear();
        return newChunks;
    }

    private boolean measure(String step, String function, Path tree) throws IOException, InterruptedException {
        if (!tool.has(function)) {
            return false;
        }
        boolean reads = !function.equals("publish");
        if (reads) {
            tool.serve();
        }
        try {
            samples.add(step, tool.name(), tool.run(mirrors, function, tree.toString()));
        } finally {
            if (reads) {
                tool.stop();
            }
        }
        return true;
    }

    private void check(Path source, Path fetched) throws IOException, InterruptedException {
        List<String> differences = new Comparison(source, fetched, tool.lacks()).differences();
        if (!differences.isEmpty()) {
            throw new IOException(tool.name() + " brought something else: " + differences.size()
                    + " paths differ, like " + differences.getFirst());
        }
    }
}
