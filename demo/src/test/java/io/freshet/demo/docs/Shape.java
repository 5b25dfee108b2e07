package io.freshet.demo.docs;

import java.util.List;

/** What stays the same in an output from run to run. */
final class Shape {

    private Shape() {}

    /** Every line with its quantities, times, digests and kinds of broken connections replaced by their names. */
    static List<String> of(List<String> lines) {
        return lines.stream()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                // How far it is, which is shown where it takes long.
                .filter(line -> !line.matches("(fetch|publish) .*%  .*"))
                .map(Shape::line)
                .toList();
    }

    private static String line(String line) {
        // A machine that has much else to do may let a mirror seem slow.
        return line.replaceAll("; stalled \\([0-9]+x\\)(; [0-9]+ ranges? came from \\S+ instead)*$", "")
                .replaceAll("\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]+=*", "+KEY")
                .replaceAll("[0-9a-f]{2}/[0-9a-f]{64}", "SHARD/DIGEST")
                .replaceAll("[0-9a-f]{64}", "DIGEST")
                .replaceAll("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{16}", "RUN")
                .replaceAll("\\b[0-9]+-[0-9a-f]{8,}\\b", "VERSION")
                .replaceAll("[0-9][0-9.,]* (B|kB|MB|GB)(/s)?", "SIZE")
                .replaceAll("\\b([0-9]+h)?([0-9]+m)?[0-9.]+s\\b", "TIME")
                .replaceAll("[0-9][0-9.,]*", "N")
                // Columns are as wide as their quantities.
                .replaceAll(" {2,}", "  ")
                .replaceAll("((no connection|connection broke|stalled) \\(Nx\\)(, )?)+", "BROKEN")
                .replaceAll("N (path|chunk|pack|request|range|object|destination)s?\\b", "N $1s");
    }
}
