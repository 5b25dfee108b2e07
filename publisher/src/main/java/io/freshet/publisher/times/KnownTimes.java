package io.freshet.publisher.times;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.index.EntryPath;
import io.freshet.publisher.source.FileState;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The state of files at an earlier release, read from front to back beside the walk. For one thread. */
final class KnownTimes implements AutoCloseable {

    private static final String WHAT = "record of file times";
    private static final int WINDOW = 64 << 10;

    private final FileChannel channel;
    private final Digest manifest;
    /** Where the rows of each component begin. */
    private final Map<String, Long> components = new HashMap<>();

    private String component = "";
    private DataInputStream rows = new DataInputStream(InputStream.nullInputStream());
    private Optional<SeenFile> next = Optional.empty();

    private KnownTimes(FileChannel channel) throws IOException {
        this.channel = channel;
        this.manifest = check();
    }

    /**
     * Opens a file and reads it once, to know that it is whole.
     *
     * @throws FormatException if it is damaged
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    static KnownTimes open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new KnownTimes(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Digest of the manifest that all of this belongs to. */
    Digest manifest() {
        return manifest;
    }

    /** The state of the file at a path, which comes after all that were asked for before in the same component. */
    Optional<FileState> find(String name, EntryPath path) throws IOException {
        if (!name.equals(component)) {
            start(name);
        }
        while (next.isPresent() && next.get().path().compareTo(path) < 0) {
            next = read();
        }
        return next.filter(file -> file.path().equals(path)).map(SeenFile::state);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void start(String name) throws IOException {
        component = name;
        next = Optional.empty();
        Long from = components.get(name);
        if (from != null) {
            channel.position(from);
            rows = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), WINDOW));
            next = read();
        }
    }

    /** The next file of the same component. */
    private Optional<SeenFile> read() throws IOException {
        int length = length(rows);
        return length == 0
                ? Optional.empty()
                : Optional.of(row(rows, length)).filter(file -> file.component().equals(component));
    }

    private Digest check() throws IOException {
        if (channel.size() < TimesLog.HEAD + Integer.BYTES + TimesLog.TAIL) {
            throw new FormatException(WHAT, "it is too short");
        }
        MessageDigest sha256 = Digest.sha256();
        DigestInputStream digesting =
                new DigestInputStream(new BufferedInputStream(Channels.newInputStream(channel), WINDOW), sha256);
        DataInputStream in = new DataInputStream(digesting);
        new ByteReader(WHAT, in.readNBytes(TimesLog.HEAD)).magic(TimesLog.MAGIC, TimesLog.VERSION);
        long at = TimesLog.HEAD;
        for (int length = length(in); length > 0; length = length(in)) {
            components.putIfAbsent(row(in, length).component(), at);
            at += Integer.BYTES + length;
        }
        Digest belongsTo = new ByteReader(WHAT, in.readNBytes(Digest.BYTES)).digest();
        digesting.on(false);
        Digest written = new ByteReader(WHAT, in.readNBytes(Digest.BYTES)).digest();
        if (!written.equals(Digest.finish(sha256)) || in.read() >= 0) {
            throw new FormatException(WHAT, "its bytes have another digest");
        }
        return belongsTo;
    }

    private static int length(DataInputStream in) throws IOException {
        int length = new ByteReader(WHAT, in.readNBytes(Integer.BYTES)).u31();
        if (length > SeenFile.MAX_BYTES) {
            throw new FormatException(WHAT, "a row of " + length + " bytes is too long");
        }
        return length;
    }

    private static SeenFile row(DataInputStream in, int length) throws IOException {
        return SeenFile.read(new ByteReader(WHAT, in.readNBytes(length)));
    }
}
