package io.freshet.publisher.pack;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Memory of packs, outside the heap: used again and again, so that the collector need not move it, and written to files
 * and sockets without another copy. There is as much of it as packs were open or on their way at once.
 */
final class SlabPool implements Supplier<ByteBuffer> {

    private static final int SLAB = 4 << 20;

    private final ConcurrentLinkedQueue<ByteBuffer> spare = new ConcurrentLinkedQueue<>();

    /** An empty slab. */
    @Override
    public ByteBuffer get() {
        ByteBuffer slab = spare.poll();
        return slab == null ? ByteBuffer.allocateDirect(SLAB) : slab.clear();
    }

    /** Takes slabs back that nobody reads any more. */
    void giveBack(List<ByteBuffer> slabs) {
        spare.addAll(slabs);
    }
}
