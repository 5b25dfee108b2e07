package io.freshet.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.VerifierKey;
import io.freshet.core.trust.TrustDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a witness remembers, in a directory of its own: for each log {@code ORIGIN-HASH/checkpoint}, the checkpoint that
 * it has cosigned last, cosignature and all. A file is replaced as a whole, and is on the disk before anybody is told. The
 * file {@code witness} says whose it is: a directory without it is no memory, and nothing is cosigned by one.
 *
 * <p>Who puts an old copy of the directory back, or runs two of them with one key, makes the witness lie.
 */
public final class WitnessState implements AutoCloseable {

    private static final String LOCK = "lock";
    private static final String WHOSE = "witness";

    private final TrustDirectory files;
    private final FileChannel lock;

    private WitnessState(TrustDirectory files, FileChannel lock) {
        this.files = files;
        this.lock = lock;
    }

    /**
     * Begins to remember for a key that has cosigned nothing yet, and keeps others out. The directory is made if it is not
     * there; a directory of a dead start is taken over.
     *
     * @throws StateRefused if the directory is a witness's already
     * @throws StateInUse if another witness runs on it
     */
    public static WitnessState make(Path directory, VerifierKey key) throws IOException {
        createDirectories(directory.toAbsolutePath());
        WitnessState state = lock(directory);
        try {
            if (state.files.read(WHOSE).isPresent()) {
                throw StateRefused.made(directory);
            }
            state.files.write(WHOSE, mark(key));
            return state;
        } catch (IOException e) {
            state.close();
            throw e;
        }
    }

    /**
     * Opens the directory of a witness, and keeps others out of it.
     *
     * @throws StateRefused if it was not made for this key: where a volume is not mounted, say, a witness would have
     *     forgotten what it cosigned
     * @throws StateInUse if another witness runs on it
     */
    public static WitnessState open(Path directory, VerifierKey key) throws IOException {
        byte[] whose = new TrustDirectory(directory).read(WHOSE).orElseThrow(() -> StateRefused.notMade(directory));
        if (!Arrays.equals(whose, mark(key))) {
            throw StateRefused.ofOther(directory, key);
        }
        return lock(directory);
    }

    private static byte[] mark(VerifierKey key) {
        return (key.encode() + "\n").getBytes(UTF_8);
    }

    /** Each new one is on the disk, as an entry of the one above. */
    private static void createDirectories(Path directory) throws IOException {
        @Nullable Path above = directory.getParent();
        if (above != null && Files.notExists(directory)) {
            createDirectories(above);
            Files.createDirectory(directory);
            try (FileChannel channel = FileChannel.open(above, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static WitnessState lock(Path directory) throws IOException {
        FileChannel lock =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isTaken(lock)) {
            lock.close();
            throw new StateInUse(directory);
        }
        return new WitnessState(new TrustDirectory(directory), lock);
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock taken = channel.tryLock();
            return taken != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Where a log is told from others: SHA-256 of its origin (tlog-witness, section Monitor Retrieval Mechanism). */
    static Digest hash(String origin) {
        return Digest.of(origin.getBytes(UTF_8));
    }

    /**
     * The checkpoint of a log that was cosigned last.
     *
     * @throws FormatException if the file is damaged: nothing of this log may be cosigned until it is known what was
     */
    Optional<SignedCheckpoint> read(String origin) throws IOException {
        String name = name(origin);
        Optional<byte[]> bytes = files.read(name);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            SignedCheckpoint checkpoint = SignedCheckpoint.parse(bytes.get());
            if (!checkpoint.checkpoint().origin().equals(origin)) {
                throw new FormatException("checkpoint", "is of another log");
            }
            return Optional.of(checkpoint);
        } catch (FormatException e) {
            throw e.in(files.describe(name) + " (what this witness has cosigned; put nothing in its place but the"
                    + " newest checkpoint that it has)");
        }
    }

    /** Remembers {@code cosigned}; durable when this returns. */
    void write(SignedCheckpoint cosigned) throws IOException {
        files.write(name(cosigned.checkpoint().origin()), cosigned.encode());
    }

    /**
     * Keeps a checkpoint that shows another history than the one cosigned last, if it is the first of its log: one is
     * proof enough, and a log can make as many as it likes.
     *
     * @return where it lies; nothing where there is one already
     */
    Optional<String> keepConflict(SignedCheckpoint offered, SignedCheckpoint cosigned) throws IOException {
        String directory = hash(offered.checkpoint().origin()) + "/";
        String name = directory + "conflict";
        if (files.read(name).isPresent()) {
            return Optional.empty();
        }
        files.write(directory + "conflict-with", cosigned.encode());
        files.write(name, offered.encode());
        return Optional.of(files.describe(name));
    }

    private static String name(String origin) {
        return hash(origin) + "/checkpoint";
    }

    /** Lets others in. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
