package io.freshet.publisher.pack;

import io.freshet.core.Digest;
import io.freshet.core.pack.Member;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackWriter;
import io.freshet.publisher.frame.FrameLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills one pack after the other with the frames of one stream, and notes where each frame lies. For one thread. */
public final class PackFiller implements AutoCloseable {

    private final long target;
    private final FrameLog log;
    private final PackSender sender;
    private final List<Digest> names = new ArrayList<>();
    private @Nullable PackWriter writer;
    private long plain;
    private long stored;

    PackFiller(long target, FrameLog log, PackSender sender) {
        this.target = target;
        this.log = log;
        this.sender = sender;
    }

    /** Adds a frame: {@code length} bytes from {@code from} on. */
    void add(Frame frame, byte[] bytes, int from, int length) throws IOException, InterruptedException {
        List<Member> members = frame.members();
        if (writer != null && !writer.fits(length, members.size())) {
            send(writer);
        }
        if (writer == null) {
            writer = sender.newPack(target);
        }
        long offset = writer.addFrame(bytes, from, length, members);
        plain += frame.length();
        stored += length;
        log.append(new FrameLog.Row(names.size(), offset, length, frame.memberLengths()));
    }

    void finish() throws IOException, InterruptedException {
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
        sender.send(pack);
    }
}
