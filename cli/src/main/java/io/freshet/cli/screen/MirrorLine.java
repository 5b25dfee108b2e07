package io.freshet.cli.screen;

import io.freshet.fetcher.http.MirrorReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a mirror did, for people. */
public final class MirrorLine {

    /** Faults by the names that reports and JSON use. */
    private static final Map<String, String> WORDS = Map.of(
            "Unreachable", "no connection",
            "Truncated", "connection broke",
            "Stalled", "stalled",
            "Missing", "object missing",
            "Throttled", "asked to slow down",
            "WrongAnswer", "wrong answer",
            "TooLarge", "too large",
            "Compressed", "compressed",
            "WrongBytes", "wrong bytes");

    private MirrorLine() {}

    /**
     * {@code https://b.example/base  1.20 MB in 14 requests; wrong bytes (2x); 2 ranges came from https://a.example/base
     * instead; 1 object set aside}.
     */
    public static String of(MirrorReport mirror) {
        List<String> parts = new ArrayList<>();
        parts.add(mirror.mirror() + "  " + Figures.bytes(mirror.bytes()) + " in "
                + Figures.count(mirror.requests(), "request"));
        if (!mirror.faults().isEmpty()) {
            parts.add(mirror.faults().entrySet().stream()
                    .map(fault -> WORDS.getOrDefault(fault.getKey(), fault.getKey()) + " (" + fault.getValue() + "x)")
                    .collect(Collectors.joining(", ")));
        }
        mirror.passedOn()
                .forEach((other, ranges) ->
                        parts.add(Figures.count(ranges, "range") + " came from " + other + " instead"));
        if (mirror.quarantined() > 0) {
            parts.add(Figures.count(mirror.quarantined(), "object") + " set aside");
        }
        return String.join("; ", parts);
    }
}
