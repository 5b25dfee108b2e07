package io.freshet.fetcher.download;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.FrameRow;
import io.freshet.fetcher.tree.ChunkSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chunks that only delta frames have, and that could not be made yet, as a base was not at hand. They wait in a temporary
 * file, 46 bytes each; 4 to 6 bytes of memory a chunk say in which frame each lies.
 */
final class Deferred implements AutoCloseable {

    private static final int RECORD = Digest.BYTES + Long.BYTES + Integer.BYTES + Short.BYTES;
    private static final int GATHERED = 1024;

    private final TemporaryFile file;
    private final ByteBuffer gathered = ByteBuffer.allocate(GATHERED * RECORD);
    private final Map<FrameName, Waiting> frames = new HashMap<>();
    private final IdentityHashMap<ChunkSink, Integer> numbers = new IdentityHashMap<>();
    private final List<ChunkSink> sinks = new ArrayList<>();
    private int records;

    Deferred(Path temporary) {
        this.file = new TemporaryFile(temporary);
    }

    /** The numbers of the records that belong to a frame, rising. */
    private static final class Waiting {
        final FrameRow frame;
        int[] records = new int[8];
        int count;

        Waiting(FrameRow frame) {
            this.frame = frame;
        }

        void add(int record) {
            if (count == records.length) {
                records = Arrays.copyOf(records, count / 2 * 3);
            }
            records[count++] = record;
        }
    }

    /** Adds a chunk whose place is a delta frame. */
    synchronized void add(Target target) throws IOException {
        FrameRow frame = target.place().frame();
        Waiting waiting = frames.computeIfAbsent(FrameName.of(frame), _ -> new Waiting(frame));
        if (!waiting.frame.equals(frame)) {
            throw new FormatException("location index", "contradicts itself about " + FrameName.of(frame));
        }
        int sink = numbers.computeIfAbsent(target.file(), newOne -> {
            sinks.add(newOne);
            return sinks.size() - 1;
        });
        if (!gathered.hasRemaining()) {
            flush();
        }
        target.id().copyTo(gathered.array(), gathered.position());
        gathered.position(gathered.position() + Digest.BYTES);
        gathered.putLong(target.offset()).putInt(sink).putShort((short)
                target.place().member());
        waiting.add(Math.toIntExact(records));
        records = Math.incrementExact(records);
        target.file().putOff();
    }

    private void flush() throws IOException {
        file.append(gathered.array(), 0, gathered.position());
        gathered.clear();
    }

    synchronized boolean isEmpty() {
        return frames.isEmpty();
    }

    /** The delta frames that chunks wait for. */
    synchronized Set<FrameName> frames() {
        return Set.copyOf(frames.keySet());
    }

    /** A frame that chunks wait for, as the location index knows it. */
    synchronized Optional<FrameRow> frame(FrameName name) {
        return Optional.ofNullable(frames.get(name)).map(waiting -> waiting.frame);
    }

    /** What waits for a frame, by rising number of the member; it waits no more. */
    synchronized List<Target> take(FrameName name) throws IOException {
        Waiting waiting = frames.remove(name);
        if (waiting == null) {
            return List.of();
        }
        flush();
        List<Target> targets = new ArrayList<>(waiting.count);
        // Chunks that follow each other in a file mostly follow each other here.
        for (int i = 0; i < waiting.count; ) {
            int next = i + 1;
            while (next < waiting.count && waiting.records[next] == waiting.records[next - 1] + 1) {
                next++;
            }
            byte[] read = new byte[(next - i) * RECORD];
            file.read((long) waiting.records[i] * RECORD, read, 0, read.length);
            for (int at = 0; at < read.length; at += RECORD) {
                Target target = target(waiting.frame, read, at);
                target.file().resume();
                targets.add(target);
            }
            i = next;
        }
        targets.sort(Comparator.comparingInt(target -> target.place().member()));
        return targets;
    }

    private Target target(FrameRow frame, byte[] bytes, int at) {
        ByteBuffer rest = ByteBuffer.wrap(bytes, at + Digest.BYTES, RECORD - Digest.BYTES);
        long offset = rest.getLong();
        ChunkSink sink = sinks.get(rest.getInt());
        FrameMember place = new FrameMember(frame, rest.getShort());
        return new Target(place, Optional.empty(), Digest.at(bytes, at), sink, offset);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
