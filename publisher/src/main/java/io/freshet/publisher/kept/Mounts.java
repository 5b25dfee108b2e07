package io.freshet.publisher.kept;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is mounted where, as Linux tells: by a device alone, a directory that is mounted twice is like any other. */
final class Mounts {

    /** See proc_pid_mountinfo(5): the fifth field is where, with some bytes as their octal numbers. */
    private static final Path TABLE = Path.of("/proc/self/mountinfo");

    private static final int POINT = 4;
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private Mounts() {}

    /** Where something is mounted below a directory, if anything is; empty where the system doesn't tell. */
    static Optional<String> below(Path directory) throws IOException {
        if (!Files.isReadable(TABLE)) {
            return Optional.empty();
        }
        String table = new String(Files.readAllBytes(TABLE), StandardCharsets.UTF_8);
        return table.lines()
                .map(line -> line.split(" ", POINT + 2))
                .filter(fields -> fields.length > POINT)
                .map(fields -> unescaped(fields[POINT]))
                .filter(point -> point.startsWith(directory + "/"))
                .findFirst();
    }

    private static String unescaped(String point) {
        return OCTAL.matcher(point)
                .replaceAll(octal -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(octal.group(1), 8))));
    }
}
