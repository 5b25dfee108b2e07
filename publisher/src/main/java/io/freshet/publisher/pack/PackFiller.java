package io.freshet.publisher.pack;

import io.freshet.core.Digest;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.Member;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackWriter;
import io.freshet.publisher.frame.FrameLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills one pack after the other with the frames of one stream, and notes where each frame lies. For one thread. */
public final class PackFiller implements AutoCloseable {

    private final Codec codec;
    private final long target;
    private final FrameLog log;
    private final PackSender sender;
    private final List<Digest> names = new ArrayList<>();
    private @Nullable PackWriter writer;
    private long plain;
    private long stored;

    /**
     * @param codec of all frames that are added
     * @param target bytes of a pack
     * @param log notes the frames, closed with this
     */
    public PackFiller(Codec codec, long target, FrameLog log, PackSender sender) {
        this.codec = codec;
        this.target = target;
        this.log = log;
        this.sender = sender;
    }

    /** Adds a frame, {@code length} bytes from {@code from} on, and gives its number. */
    public long add(List<Member> members, byte[] bytes, int from, int length) throws IOException, InterruptedException {
        if (writer != null && !writer.fits(length, members.size())) {
            send(writer);
        }
        if (writer == null) {
            writer = sender.newPackOfFrames(target);
        }
        long offset = codec == Codec.DELTA
                ? writer.addDelta(bytes, from, length, members)
                : writer.addFrame(bytes, from, length, members);
        int[] lengths = members.stream().mapToInt(Member::length).toArray();
        plain += Arrays.stream(lengths).sum();
        stored += length;
        return log.append(new FrameLog.Row(names.size(), offset, length, lengths));
    }

    /** Sends the open pack; the frames can be read then. */
    public void finish() throws IOException, InterruptedException {
        if (writer != null) {
            send(writer);
        }
        log.flush();
    }

    /** The frames, which lie in {@link #packs()}. */
    public FrameLog frames() {
        return log;
    }

    /** Names of the packs, by the numbers that frames know them by. */
    public List<Digest> packs() {
        return names;
    }

    /** Plain bytes of all frames. */
    public long plain() {
        return plain;
    }

    /** Bytes that the frames take in packs. */
    public long stored() {
        return stored;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    private void send(PackWriter full) throws InterruptedException {
        writer = null;
        Pack pack = sender.finish(full);
        names.add(pack.name());
        sender.sendFrames(pack);
    }
}
