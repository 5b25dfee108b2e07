package io.freshet.cli;

import io.freshet.core.chunk.ChunkerSpec;
import io.freshet.core.chunk.Profile;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.core.index.ModifiedAt;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Times, modes and paths as people read them. */
public final class Texts {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String BITS = "rwxrwxrwx";

    private Texts() {}

    /** To the second, in UTC. */
    public static String time(Instant time) {
        return TIME.format(time) + " UTC";
    }

    static String time(ModifiedAt time) {
        return TIME.format(Instant.ofEpochSecond(time.seconds()));
    }

    /** {@code 2026-12-23 00:05:00 UTC, in 29 days}. */
    public static String expiry(Instant expires, Instant now) {
        Duration left = Duration.between(now, expires);
        String when = left.isNegative()
                ? "expired"
                : left.toDays() > 1 ? "in " + left.toDays() + " days" : "in " + left.toHours() + " hours";
        return time(expires) + ", " + when;
    }

    /** {@code **}{@code /mdbx.dat: every 4 KiB}. */
    static String cut(Profile.Rule rule) {
        return EntryPath.printable(rule.match().toString()) + ": " + chunker(rule.chunker());
    }

    private static String chunker(ChunkerSpec chunker) {
        return switch (chunker) {
            case ChunkerSpec.Fixed fixed -> "every " + fixed.size() / 1024 + " KiB";
            case ChunkerSpec.Unknown unknown ->
                "in a way that this release does not know (" + EntryPath.printable(unknown.kind()) + ")";
            case ChunkerSpec.FastCdc cdc ->
                "by content, " + cdc.min() / 1024 + " to " + cdc.max() / 1024 + " KiB, about " + cdc.avg() / 1024;
        };
    }

    /** As {@code ls -l} has it: {@code drwxr-xr-x}. */
    static String mode(Item.Path item) {
        if (item instanceof Item.Link) {
            return "lrwxrwxrwx";
        }
        StringBuilder text = new StringBuilder(item instanceof Item.Directory ? "d" : "-");
        for (int i = 0; i < BITS.length(); i++) {
            boolean set = (item.mode() >> (BITS.length() - 1 - i) & 1) == 1;
            text.append(set ? BITS.charAt(i) : '-');
        }
        special(text, 3, item.mode() & 04000, 's');
        special(text, 6, item.mode() & 02000, 's');
        special(text, 9, item.mode() & 01000, 't');
        return text.toString();
    }

    private static void special(StringBuilder text, int at, int bit, char letter) {
        if (bit != 0) {
            text.setCharAt(at, text.charAt(at) == 'x' ? letter : Character.toUpperCase(letter));
        }
    }

    /** The word for what it is in JSON. */
    static String type(Item.Path item) {
        return switch (item) {
            case Item.Directory directory -> "directory";
            case Item.File file -> "file";
            case Item.Link link -> "link";
        };
    }

    static String octal(int mode) {
        return String.format(Locale.ROOT, "%04o", mode);
    }

    /** A text of several lines, each of which shows all that it has. In JSON it says the same as before. */
    static String printable(String text) {
        return Arrays.stream(text.split("\n", -1)).map(EntryPath::printable).collect(Collectors.joining("\n"));
    }

    /** A path; the root of a tree has none, and is called {@code .}. */
    static String path(EntryPath path) {
        return path.value().isEmpty() ? "." : EntryPath.printable(path.value());
    }
}
