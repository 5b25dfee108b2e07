package io.freshet.publisher.times;

import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.EntryPath;
import io.freshet.publisher.source.FileState;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * A file as a publication saw it.
 *
 * @param component its name
 * @param path in the component
 */
record SeenFile(String component, EntryPath path, FileState state) {

    /** More than any row takes: the longest path has 4,096 bytes. */
    static final int MAX_BYTES = 16 << 10;

    private static final int MAX_TEXT = 4096;
    private static final int MAX_NANOS = 999_999_999;

    void write(ByteWriter out) {
        out.string(component).string(path.value()).u32(state.mode()).u64(state.size());
        write(out, state.modified());
        write(out, state.changed());
        out.u64(state.inode()).u64(state.device());
    }

    static SeenFile read(ByteReader in) throws FormatException {
        String component = in.string("a component", MAX_TEXT);
        String path = in.string("a path", MAX_TEXT);
        if (EntryPath.problem(path).isPresent()) {
            throw in.error("a path is none");
        }
        FileState state = new FileState(in.u31(), in.u63(), instant(in), instant(in), number(in), number(in));
        in.end();
        return new SeenFile(component, new EntryPath(path), state);
    }

    private static void write(ByteWriter out, Instant time) {
        out.zigzag(time.getEpochSecond()).varint(time.getNano());
    }

    private static Instant instant(ByteReader in) throws FormatException {
        try {
            return Instant.ofEpochSecond(in.zigzag(), in.varint("nanoseconds", 0, MAX_NANOS));
        } catch (DateTimeException e) {
            throw in.error("a time is none");
        }
    }

    /** Eight bytes, whatever is in them: file systems number as they like. */
    private static long number(ByteReader in) throws FormatException {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value |= (long) in.u8() << (Byte.SIZE * i);
        }
        return value;
    }
}
