package io.freshet.publisher.cut;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;

/** So many buffers of one size and no more, made when they are first needed. */
public final class BufferPool {

    private final int size;
    private final Semaphore left;
    private final BlockingQueue<byte[]> spare;

    /**
     * @param count how many buffers there may be
     * @param size of each, in bytes
     */
    public BufferPool(int count, int size) {
        this.size = size;
        this.left = new Semaphore(count);
        this.spare = new ArrayBlockingQueue<>(count);
    }

    /** A buffer, with whatever is in it; waits for one. */
    public byte[] take() throws InterruptedException {
        left.acquire();
        byte[] buffer = spare.poll();
        return buffer != null ? buffer : new byte[size];
    }

    /** Gives a buffer back that was taken. */
    public void giveBack(byte[] buffer) {
        spare.add(buffer);
        left.release();
    }
}
