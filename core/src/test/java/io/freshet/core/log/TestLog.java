package io.freshet.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.trust.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Arrays;

/** A log of one's own, with its key: what an honest log does, and what one that lies would. */
final class TestLog {

    static final String ORIGIN = "example.com/log";

    final LogSigner signer;
    final MemoryTiles tiles = new MemoryTiles();
    private TreeHead head = TreeHead.EMPTY;

    TestLog() {
        this(new LogSigner(ORIGIN, newKey()));
    }

    /** Another log that signs with the same key. */
    TestLog(LogSigner signer) {
        this.signer = signer;
    }

    static SigningKey newKey() {
        return SigningKey.generate(new SecureRandom());
    }

    LogPolicy policy() {
        return LogPolicy.ofLog(signer.key());
    }

    /** Grows to {@code size} entries of {@link Entries}. */
    SignedCheckpoint growTo(int size) throws IOException, LogException {
        return growTo(size, "");
    }

    /** Grows by entries that end in something else. */
    SignedCheckpoint growTo(int size, String other) throws IOException, LogException {
        TreeAppender appender = TreeAppender.resume(head, tiles, tiles);
        while (appender.size() < size) {
            appender.append(entry((int) appender.size(), other));
        }
        head = appender.flush();
        return sign(head);
    }

    static byte[] entry(int index, String other) {
        byte[] entry = Entries.entry(index);
        byte[] more = other.getBytes(UTF_8);
        byte[] whole = Arrays.copyOf(entry, entry.length + more.length);
        System.arraycopy(more, 0, whole, entry.length, more.length);
        return whole;
    }

    SignedCheckpoint sign(TreeHead signed) {
        try {
            return SignedCheckpoint.sign(new Checkpoint(signer.name(), signed), signer);
        } catch (IOException e) {
            throw new UncheckedIOException("the key is in memory", e);
        }
    }

    TiledTree tree() throws IOException, LogException {
        return TiledTree.open(head, tiles);
    }

    VerifiedCheckpoint accept(SignedCheckpoint checkpoint) throws LogException {
        return policy().accept(checkpoint);
    }
}
