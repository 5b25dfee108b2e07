package io.freshet.publisher.kept;

import java.io.IOException;
import java.nio.file.FileStore;

/** How much the copy may still take: of what it was given, and of its disk. */
final class Room {

    private final FileStore disk;
    private final long staysFree;
    private long left;

    /**
     * @param bytes that it was given
     * @param staysFree bytes of the disk that are not for the copy
     */
    Room(long bytes, FileStore disk, long staysFree) {
        this.left = bytes;
        this.disk = disk;
        this.staysFree = staysFree;
    }

    /**
     * Takes room for data.
     *
     * @param grows whether they take space that the copy does not have yet
     * @return how many of the bytes there is room for
     */
    int take(int bytes, boolean grows) throws IOException {
        if (grows && disk.getUsableSpace() < staysFree + bytes) {
            return 0;
        }
        int taken = (int) Math.min(bytes, left);
        left -= taken;
        return taken;
    }
}
