package io.freshet.core.log;

import io.freshet.core.FormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Entries one after the other, each behind its length in two bytes, big-endian (tlog-tiles, section Log entries). */
public final class EntryBundle {

    /** Most bytes of one entry. */
    public static final int MOST_ENTRY_BYTES = 0xffff;

    private static final String WHAT = "entry bundle";

    private EntryBundle() {}

    /** The {@code width} entries of a bundle. */
    public static List<byte[]> parse(byte[] bytes, int width) throws FormatException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        List<byte[]> entries = new ArrayList<>(width);
        while (entries.size() < width) {
            byte[] entry = new byte[length(rest, entries.size())];
            rest.get(entry);
            entries.add(entry);
        }
        if (rest.hasRemaining()) {
            throw new FormatException(
                    WHAT,
                    rest.remaining() + " bytes too many (at byte " + rest.position() + "), after " + width
                            + " entries");
        }
        return entries;
    }

    private static int length(ByteBuffer rest, int entry) throws FormatException {
        int at = rest.position();
        int left = rest.remaining() - Short.BYTES;
        int length = left < 0 ? 0 : Short.toUnsignedInt(rest.getShort());
        if (length > left) {
            throw new FormatException(WHAT, "ends too early, in entry " + entry + " (at byte " + at + ")");
        }
        return length;
    }

    /** The bundle of 1 to 256 entries. */
    public static byte[] encode(List<byte[]> entries) {
        if (entries.isEmpty() || entries.size() > TilePath.FULL) {
            throw new IllegalArgumentException("a bundle has 1 to 256 entries, not " + entries.size());
        }
        entries.forEach(EntryBundle::requireShort);
        ByteBuffer bytes = ByteBuffer.allocate(
                entries.stream().mapToInt(entry -> Short.BYTES + entry.length).sum());
        entries.forEach(entry -> bytes.putShort((short) entry.length).put(entry));
        return bytes.array();
    }

    static void requireShort(byte[] entry) {
        if (entry.length > MOST_ENTRY_BYTES) {
            throw new IllegalArgumentException("an entry has at most 65535 bytes, not " + entry.length);
        }
    }
}
