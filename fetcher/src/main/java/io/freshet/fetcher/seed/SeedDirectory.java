package io.freshet.fetcher.seed;

import io.freshet.core.Digest;
import io.freshet.core.chunk.ChunkerSpec;
import io.freshet.core.chunk.FileCutter;
import io.freshet.core.chunk.Gear;
import io.freshet.core.chunk.Profile;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory that nobody has indexed: its files are cut as the snapshot was, and hashed.
 *
 * @param directory where it is
 * @param profile of the snapshot that it is to serve
 */
public record SeedDirectory(Path directory, Profile profile) {

    private static final int WINDOW = 8 << 20;
    private static final System.Logger logger = System.getLogger(SeedDirectory.class.getName());

    /** Adds the chunks of every file that can be read: somebody else may be at work in the directory. */
    void read(SeedTable.Adder adder) throws IOException {
        Cutting cutting = new Cutting(profile.gear(), Digest.sha256(), new byte[WINDOW]);
        adder.start(directory);
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = directory.relativize(file).toString();
                boolean fits = !attributes.isRegularFile()
                        || EntryPath.problem(name).isPresent()
                        || add(file, new EntryPath(name), attributes.size(), cutting, adder);
                return fits ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (file.equals(directory)) {
                    throw failure;
                }
                skipped(file, failure);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) {
                if (failure != null) {
                    skipped(visited, failure);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void skipped(Path file, IOException failure) {
        logger.log(System.Logger.Level.WARNING, "a seed can't be read, and is not used: " + file, failure);
    }

    /** What cutting takes, kept from file to file. */
    private record Cutting(
            Gear gear,
            MessageDigest sha256,
            @SuppressWarnings("ArrayRecordComponent") byte[] window) {}

    /** Adds a file's chunks; false where no more files fit. */
    private boolean add(Path file, EntryPath path, long size, Cutting cutting, SeedTable.Adder adder)
            throws IOException {
        try (FileChannel in = open(file)) {
            return adder.add(List.of(new Item.File(path, 0, size, List.of()))) && addPieces(in, path, cutting, adder);
        } catch (Unreadable e) {
            skipped(file, e);
            return true;
        }
    }

    /** The seed is to blame, not the table that is made of it. */
    private static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1;

        private Unreadable(IOException cause) {
            super(cause);
        }
    }

    private static FileChannel open(Path file) throws Unreadable {
        try {
            return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }

    private static int read(FileChannel in, ByteBuffer into) throws Unreadable {
        try {
            return in.read(into);
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }

    private boolean addPieces(FileChannel in, EntryPath path, Cutting cutting, SeedTable.Adder adder)
            throws IOException {
        byte[] window = cutting.window();
        ChunkerSpec spec = profile.chunkerFor(path.value());
        if (spec instanceof ChunkerSpec.Unknown) {
            return true;
        }
        FileCutter cutter = new FileCutter(spec, cutting.gear());
        int filled = 0;
        cutter.window(window, 0, 0, false);
        // A file may have millions of chunks: none is kept here.
        while (true) {
            switch (cutter.next()) {
                case CHUNK -> {
                    Digest id = Digest.of(cutting.sha256(), window, cutter.at(), cutter.length());
                    adder.add(List.of(new Item.Chunk(id, cutter.length(), cutter.grain())));
                }
                case ZEROS -> adder.add(List.of(new Item.Zeros(cutter.zeros())));
                case MORE -> {
                    int kept = filled - cutter.rest();
                    System.arraycopy(window, cutter.rest(), window, 0, kept);
                    int count = read(in, ByteBuffer.wrap(window, kept, window.length - kept));
                    filled = kept + Math.max(count, 0);
                    cutter.window(window, 0, filled, count < 0);
                }
                case END -> {
                    return true;
                }
            }
        }
    }
}
