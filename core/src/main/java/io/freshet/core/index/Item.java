package io.freshet.core.index;

import io.freshet.core.Digest;
import java.util.List;

/** One element of a component's content, in order: a path, then, for a file, the pieces that it is made of. */
public sealed interface Item {

    /** Permission bits that a snapshot keeps. */
    int MODE_MASK = 07777;

    /** A directory, a file or a symbolic link. */
    sealed interface Path extends Item {
        /** Where it lies in the component. */
        EntryPath path();

        /** Permission bits, {@code 07777} at most. */
        int mode();

        /** What later versions and options say beside it. */
        List<Extension> extensions();
    }

    /** A directory; the component's own root is one, with the empty path. */
    record Directory(EntryPath path, int mode, List<Extension> extensions) implements Path {
        /** Checks the mode. */
        public Directory {
            checkMode(mode);
            extensions = List.copyOf(extensions);
        }
    }

    /** A regular file of {@code size} bytes, which the items after it add up to. */
    record File(EntryPath path, int mode, long size, List<Extension> extensions) implements Path {
        /** Checks mode and size. */
        public File {
            checkMode(mode);
            if (size < 0) {
                throw new IllegalArgumentException("size " + size + " of " + path);
            }
            extensions = List.copyOf(extensions);
        }
    }

    /** A symbolic link, whose target stays inside the component. */
    record Link(EntryPath path, String target, List<Extension> extensions) implements Path {
        /** Copies the extensions; {@link LinkTarget} checks targets. */
        public Link {
            extensions = List.copyOf(extensions);
        }

        @Override
        public int mode() {
            return 0;
        }
    }

    /** Bytes of the file before it. */
    sealed interface Piece extends Item {
        /** How many bytes of the file this is. */
        long length();
    }

    /**
     * A chunk of {@code size} bytes.
     *
     * @param grain the fixed grain, where it is a whole chunk of that grid; 0 for any other chunk
     */
    record Chunk(Digest id, int size, int grain) implements Piece {
        /** Checks that grain and length agree. */
        public Chunk {
            if (size <= 0 || (grain != 0 && grain != size)) {
                throw new IllegalArgumentException("a chunk of " + size + " bytes of grain " + grain);
            }
        }

        @Override
        public long length() {
            return size;
        }
    }

    /** A run of zeros, stored nowhere. */
    record Zeros(long length) implements Piece {
        /** Checks the length. */
        public Zeros {
            if (length <= 0) {
                throw new IllegalArgumentException("a run of " + length + " zeros");
            }
        }
    }

    /** All the bytes of a small file. The array is not copied. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and never larger than 256 bytes
    record Inline(byte[] bytes) implements Piece {
        @Override
        public long length() {
            return bytes.length;
        }
    }

    private static void checkMode(int mode) {
        if ((mode & ~MODE_MASK) != 0) {
            throw new IllegalArgumentException("permission bits 0%o".formatted(mode));
        }
    }
}
