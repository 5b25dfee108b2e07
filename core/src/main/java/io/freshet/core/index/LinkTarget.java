package io.freshet.core.index;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Whether a symbolic link stays inside its component (format, section 3). */
public final class LinkTarget {

    private static final int MAX_BYTES = 4096;

    private LinkTarget() {}

    /** What keeps a link at {@code path} to {@code target} out of a snapshot, in words; empty if nothing does. */
    public static Optional<String> problem(EntryPath path, String target) {
        if (target.isEmpty() || target.startsWith("/")) {
            return Optional.of("its target \"" + EntryPath.printable(target) + "\" is not a relative path");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(target)
                || target.chars().anyMatch(c -> c < 0x20 || c == 0x7f)
                || target.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return Optional.of("its target can't be written in a snapshot");
        }
        int up = 0;
        boolean down = false;
        for (String name : target.split("/", -1)) {
            if (name.equals("..")) {
                // Behind a name it would lead to wherever that name, being a link itself, may lead.
                if (down || ++up >= depth(path)) {
                    return Optional.of("its target \"" + EntryPath.printable(target)
                            + "\" leads, or may lead, out of the directory");
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                down = true;
            }
        }
        return Optional.empty();
    }

    private static int depth(EntryPath path) {
        return path.value().isEmpty() ? 0 : path.value().split("/", -1).length;
    }
}
