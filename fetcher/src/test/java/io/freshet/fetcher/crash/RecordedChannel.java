package io.freshet.fetcher.crash;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A channel whose writes and syncs are noted. */
final class RecordedChannel extends FileChannel {

    private final FileChannel real;
    private final String name;
    private final Disk disk;

    RecordedChannel(FileChannel real, String name, Disk disk) {
        this.real = real;
        this.name = name;
        this.disk = disk;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return write(from, real.position(), false);
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
        return write(from, position, true);
    }

    private int write(ByteBuffer from, long position, boolean absolute) throws IOException {
        ByteBuffer bytes = from.duplicate();
        int count = absolute ? real.write(from, position) : real.write(from);
        byte[] written = new byte[count];
        bytes.get(written);
        disk.write(name, position, written);
        return count;
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
        long count = 0;
        for (int i = offset; i < offset + length; i++) {
            count += write(from[i]);
        }
        return count;
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        real.truncate(size);
        disk.truncate(name, size);
        return this;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        real.force(metadata);
        disk.sync(name);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return real.read(into);
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
        return real.read(into, offset, length);
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        return real.read(into, position);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    /** What is written to memory is not noted: only temporary files are mapped, and none is read after a crash. */
    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return real.map(mode, position, size);
    }

    @Override
    public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
        return real.map(mode, offset, size, arena);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return real.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }
}
