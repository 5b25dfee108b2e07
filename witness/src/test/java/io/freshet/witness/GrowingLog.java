package io.freshet.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.log.AddCheckpoint;
import io.freshet.core.log.Checkpoint;
import io.freshet.core.log.ConsistencyProof;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogSigner;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.TiledTree;
import io.freshet.core.log.TreeAppender;
import io.freshet.core.log.TreeHead;
import io.freshet.core.trust.SigningKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A log in memory. Two with one signer are what a log is that lies. */
public final class GrowingLog {

    public static final String ORIGIN = "example.com/log";

    public final LogSigner signer;
    private final String flavour;
    private final Map<String, byte[]> objects = new HashMap<>();
    private TreeHead head = TreeHead.EMPTY;

    public GrowingLog() {
        this(new LogSigner(ORIGIN, SigningKey.generate(new SecureRandom())), "");
    }

    private GrowingLog(LogSigner signer, String flavour) {
        this.signer = signer;
        this.flavour = flavour;
    }

    /** Another history under the same key. */
    GrowingLog other() {
        return new GrowingLog(signer, "other");
    }

    /** A history that is grown by itself, from nothing, and is this one's. */
    GrowingLog again() {
        return new GrowingLog(signer, flavour);
    }

    /** The request for a tree of {@code size} entries, from one of {@code old}. */
    public AddCheckpoint request(long old, long size) throws IOException, LogException {
        SignedCheckpoint checkpoint = growTo(size);
        return new AddCheckpoint(old, proof(old), checkpoint.note());
    }

    ConsistencyProof proof(long old) throws IOException, LogException {
        return TiledTree.open(head, path -> Optional.ofNullable(objects.get(path.toString())))
                .consistency(old);
    }

    SignedCheckpoint growTo(long size) throws IOException, LogException {
        TreeAppender appender = TreeAppender.resume(
                head,
                path -> Optional.ofNullable(objects.get(path.toString())),
                (path, bytes) -> objects.put(path.toString(), bytes));
        while (appender.size() < size) {
            appender.append((flavour + appender.size()).getBytes(UTF_8));
        }
        head = appender.flush();
        return sign(head);
    }

    SignedCheckpoint sign(TreeHead signed) throws IOException {
        return SignedCheckpoint.sign(new Checkpoint(signer.name(), signed, List.of()), signer);
    }
}
