package io.freshet.reader.tar;

import io.freshet.core.index.Item;
import io.freshet.core.manifest.Component;
import io.freshet.reader.tree.SnapshotTree;
import io.freshet.reader.tree.TreeCursor;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the files of a component have data and where holes: a tar header says so before the data come, and the index says
 * it only on the way. It is gathered on the disk in a first pass, which reads content nodes alone.
 */
final class SparseMaps implements AutoCloseable {

    private final Path headFile;
    private final Path segmentFile;
    private final DataInputStream heads;
    private final DataInputStream segments;

    private SparseMaps(Path headFile, Path segmentFile) throws IOException {
        this.headFile = headFile;
        this.segmentFile = segmentFile;
        this.heads = new DataInputStream(new BufferedInputStream(Files.newInputStream(headFile), 1 << 16));
        this.segments = new DataInputStream(new BufferedInputStream(Files.newInputStream(segmentFile), 1 << 16));
    }

    /**
     * A file's map.
     *
     * @param segments how many there are; 0 where the file has no hole
     * @param dataBytes how many bytes of data
     * @param mapBytes length of the map as text
     */
    record Head(long segments, long dataBytes, long mapBytes) {}

    /** {@code length} bytes of data at {@code offset}; 0 bytes where a hole ends the file. */
    record Segment(long offset, long length) {}

    /**
     * Gathers the maps.
     *
     * @param directory where temporary files are made
     */
    static SparseMaps of(SnapshotTree tree, Component component, Path directory) throws IOException {
        Path heads = Files.createTempFile(directory, "tar", ".heads");
        Path segments = Files.createTempFile(directory, "tar", ".segments");
        try (Gathering gathering = new Gathering(open(heads), open(segments))) {
            TreeCursor cursor = tree.cursor(component);
            while (!cursor.atEnd()) {
                if (cursor.atItem()) {
                    gathering.accept(cursor.item());
                    cursor.next();
                } else {
                    cursor.open(sibling -> true);
                }
            }
            gathering.endFile();
        } catch (IOException e) {
            Files.deleteIfExists(heads);
            Files.deleteIfExists(segments);
            throw e;
        }
        return new SparseMaps(heads, segments);
    }

    private static DataOutputStream open(Path file) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    }

    /** The next file's map. */
    Head head() throws IOException {
        return new Head(heads.readLong(), heads.readLong(), heads.readLong());
    }

    /** The next segment of the file whose head was read last. */
    Segment segment() throws IOException {
        return new Segment(segments.readLong(), segments.readLong());
    }

    @Override
    public void close() throws IOException {
        heads.close();
        segments.close();
        Files.deleteIfExists(headFile);
        Files.deleteIfExists(segmentFile);
    }

    /** The first pass. */
    private static final class Gathering implements AutoCloseable {
        private final DataOutputStream heads;
        private final DataOutputStream segments;
        private boolean inFile;
        private boolean hole;
        private long offset;
        private long length;
        private long count;
        private long dataBytes;
        private long digits;

        Gathering(DataOutputStream heads, DataOutputStream segments) {
            this.heads = heads;
            this.segments = segments;
        }

        void accept(Item item) throws IOException {
            switch (item) {
                case Item.Path path -> {
                    endFile();
                    inFile = path instanceof Item.File;
                }
                case Item.Zeros zeros -> {
                    hole = true;
                    endSegment();
                    offset += zeros.length();
                }
                case Item.Piece piece -> {
                    length += piece.length();
                    offset += piece.length();
                    dataBytes += piece.length();
                }
            }
        }

        void endFile() throws IOException {
            if (hole && length == 0) {
                segment(offset, 0);
            } else if (hole) {
                endSegment();
            }
            if (inFile) {
                heads.writeLong(count);
                heads.writeLong(dataBytes);
                heads.writeLong(digits + line(count));
            }
            inFile = false;
            hole = false;
            offset = 0;
            length = 0;
            count = 0;
            dataBytes = 0;
            digits = 0;
        }

        private void endSegment() throws IOException {
            if (length > 0) {
                segment(offset - length, length);
                length = 0;
            }
        }

        private void segment(long at, long bytes) throws IOException {
            segments.writeLong(at);
            segments.writeLong(bytes);
            count++;
            digits += line(at) + line(bytes);
        }

        private static int line(long number) {
            return Long.toString(number).length() + 1;
        }

        @Override
        public void close() throws IOException {
            heads.close();
            segments.close();
        }
    }
}
