package io.freshet.publisher.index;

import io.freshet.core.Digest;
import io.freshet.core.index.FrameRow;
import io.freshet.publisher.frame.FrameLog;
import io.freshet.publisher.frame.Stream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Frames of all streams by their numbers, now that their packs have names. For one thread. */
public final class FrameRows {

    private final Map<Stream, Frames> streams = new EnumMap<>(Stream.class);

    private record Frames(FrameLog.Reader reader, List<Digest> packs) {}

    /** Adds a stream, whose frames lie in {@code packs} by number. */
    public FrameRows add(Stream stream, FrameLog log, List<Digest> packs) {
        streams.put(stream, new Frames(log.reader(), packs));
        return this;
    }

    FrameRow get(Stream stream, long number) throws IOException {
        Frames frames = streams.get(stream);
        if (frames == null) {
            throw new IllegalStateException("there is no stream " + stream);
        }
        FrameLog.Row row = frames.reader.get(number);
        Digest pack = frames.packs.get(row.pack());
        return stream.isDelta()
                ? FrameRow.delta(pack, row.offset(), row.stored(), row.lengths())
                : FrameRow.plain(pack, row.offset(), row.stored(), row.lengths());
    }
}
