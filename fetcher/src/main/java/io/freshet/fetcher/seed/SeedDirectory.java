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
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory that nobody has indexed: its files are cut as the snapshot was, and hashed.
 *
 * @param directory where it is
 * @param profile of the snapshot that it is to serve
 */
public record SeedDirectory(Path directory, Profile profile) {

    private static final int WINDOW = 8 << 20;

    /** Adds the chunks of every file. */
    void read(SeedTable.Adder adder) throws IOException {
        Gear gear = profile.gear();
        MessageDigest sha256 = Digest.sha256();
        byte[] window = new byte[WINDOW];
        adder.start(directory);
        try (Stream<Path> files = Files.walk(directory)) {
            Iterator<Path> each = files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .iterator();
            while (each.hasNext()) {
                Path file = each.next();
                String name = directory.relativize(file).toString();
                if (EntryPath.problem(name).isEmpty()
                        && !adder.add(items(file, new EntryPath(name), gear, sha256, window))) {
                    return;
                }
            }
        }
    }

    private List<Item> items(Path file, EntryPath path, Gear gear, MessageDigest sha256, byte[] window)
            throws IOException {
        List<Item> items = new ArrayList<>();
        items.add(new Item.File(path, 0, Files.size(file), List.of()));
        ChunkerSpec spec = profile.chunkerFor(path.value());
        if (spec instanceof ChunkerSpec.Unknown) {
            return items;
        }
        FileCutter cutter = new FileCutter(spec, gear);
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            int filled = 0;
            boolean eof = false;
            cutter.window(window, 0, 0, false);
            while (true) {
                switch (cutter.next()) {
                    case CHUNK ->
                        items.add(new Item.Chunk(
                                Digest.of(sha256, window, cutter.at(), cutter.length()),
                                cutter.length(),
                                cutter.grain()));
                    case ZEROS -> items.add(new Item.Zeros(cutter.zeros()));
                    case MORE -> {
                        int kept = filled - cutter.rest();
                        System.arraycopy(window, cutter.rest(), window, 0, kept);
                        int count = in.read(ByteBuffer.wrap(window, kept, window.length - kept));
                        eof = count < 0;
                        filled = kept + Math.max(count, 0);
                        cutter.window(window, 0, filled, eof);
                    }
                    case END -> {
                        return items;
                    }
                }
            }
        }
    }
}
