package io.freshet.publisher.pack;

import io.freshet.core.Digest;
import io.freshet.core.pack.FrameLimits;
import io.freshet.core.pack.Member;
import io.freshet.publisher.cut.Batch;
import io.freshet.publisher.frame.ChunkAt;
import io.freshet.publisher.frame.Stream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers chunks into frames and frames into groups. Chunks that lie side by side in a batch are compressed where they
 * are; only those that come from several places are copied together.
 */
final class FrameAssembler {

    private final Stream stream;
    private final FrameRules rules;
    private final Groups groups;

    private FrameGroup group;
    private List<Member> members = new ArrayList<>();
    private byte @Nullable [] bytes;
    private @Nullable Batch batch;
    private int from;
    private int length;
    private long number;

    /** Takes groups that are full. */
    @FunctionalInterface
    interface Groups {
        void add(FrameGroup group) throws InterruptedException;
    }

    FrameAssembler(Stream stream, FrameRules rules, Groups groups) {
        this.stream = stream;
        this.rules = rules;
        this.groups = groups;
        this.group = new FrameGroup(stream);
    }

    /** Adds a chunk, which lies in the batch at hand; says where it will lie, as {@link ChunkAt} writes it. */
    long add(Batch source, int at, int size, Digest id) throws InterruptedException {
        if (length + size > rules.frameBytes() || members.size() == FrameLimits.MAX_MEMBERS) {
            endFrame();
        }
        if (bytes == null) {
            bytes = source.bytes();
            batch = source;
            from = at;
        } else if (batch != source || from + length != at) {
            gather();
            System.arraycopy(source.bytes(), at, bytes, length, size);
        }
        length += size;
        members.add(new Member(size, id));
        long place = ChunkAt.of(stream, number, members.size() - 1);
        if (length >= rules.frameBytes()) {
            endFrame();
        }
        return place;
    }

    /** What comes next does not belong in a frame with what came before. */
    void endFrame() throws InterruptedException {
        if (bytes == null) {
            return;
        }
        if (!group.isEmpty() && group.plain() + length > rules.groupBytes()) {
            endGroup();
        }
        group.add(new Frame(bytes, from, length, List.copyOf(members), batch));
        members = new ArrayList<>();
        bytes = null;
        batch = null;
        length = 0;
        number++;
        if (group.frames.size() == rules.groupFrames()) {
            endGroup();
        }
    }

    /** The caller is about to release its batch: nothing here may keep its buffer waiting for what comes next. */
    void endBatch() throws InterruptedException {
        if (batch != null) {
            gather();
        }
        if (group.holdsBatches()) {
            endGroup();
        }
    }

    /** Hands on all that is left. */
    void finish() throws InterruptedException {
        endFrame();
        endGroup();
    }

    private void endGroup() throws InterruptedException {
        if (!group.isEmpty()) {
            groups.add(group);
            group = new FrameGroup(stream);
        }
    }

    /** Moves the open frame's bytes out of their batch. */
    private void gather() {
        if (batch != null && bytes != null) {
            byte[] own = new byte[Math.max(rules.frameBytes(), length)];
            System.arraycopy(bytes, from, own, 0, length);
            bytes = own;
            batch = null;
            from = 0;
        }
    }
}
