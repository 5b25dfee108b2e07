package io.freshet.core.log;

import io.freshet.core.FormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of a log's checkpoint (tlog-checkpoint, section Note text).
 *
 * @param origin which log: one line that is not empty
 * @param extensions lines that say what no monitor can audit, and that ML-DSA cosignatures don't cover; best none
 */
public record Checkpoint(String origin, TreeHead head, List<String> extensions) {

    private static final String WHAT = "checkpoint";

    public Checkpoint {
        extensions = List.copyOf(extensions);
        requireLine("an origin", origin);
        extensions.forEach(line -> requireLine("an extension line", line));
    }

    /** A checkpoint without extension lines. */
    public Checkpoint(String origin, TreeHead head) {
        this(origin, head, List.of());
    }

    private static void requireLine(String name, String line) {
        LogText.requirePlain(name, line, "");
        if (line.isEmpty()) {
            throw new IllegalArgumentException(name + " is empty");
        }
    }

    /** Reads the text of a note. */
    public static Checkpoint parse(String text) throws FormatException {
        Lines lines = new Lines(WHAT, text);
        String origin = lines.next("the origin");
        long size = lines.next("the tree size", line -> LogText.decimal("the tree size", line));
        TreeHead head = lines.next("the root hash", line -> new TreeHead(size, LogText.digest("the root hash", line)));
        List<String> extensions = new ArrayList<>();
        while (lines.hasNext()) {
            extensions.add(lines.next("an extension line"));
        }
        return LogText.build(WHAT, () -> new Checkpoint(origin, head, extensions));
    }

    /** The note's text. */
    public String text() {
        StringBuilder text = new StringBuilder(origin).append('\n');
        text.append(head.size()).append('\n');
        text.append(LogText.base64(head.root().bytes())).append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
