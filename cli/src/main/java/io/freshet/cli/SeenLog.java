package io.freshet.cli;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.log.LogException;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.trust.TrustDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The directory in which a monitor remembers the log's last checkpoint, and keeps what proves that there are two. */
record SeenLog(Path directory) {

    private static final String CHECKPOINT = "checkpoint";

    /** What was seen the last time. */
    Optional<SignedCheckpoint> read() throws IOException, UsageException {
        Optional<byte[]> bytes = files().read(CHECKPOINT);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SignedCheckpoint.parse(bytes.get()));
        } catch (FormatException e) {
            throw new UsageException("--seen: " + directory.resolve(CHECKPOINT) + ": " + e.getMessage()
                    + ". Put the checkpoint back that was there, or name another directory: then the log is seen for"
                    + " the first time");
        }
    }

    void write(SignedCheckpoint seen) throws IOException {
        files().write(CHECKPOINT, seen.encode());
    }

    /** Keeps both checkpoints of a conflict, each under a name made of its bytes. */
    List<Path> keep(LogException.Conflict conflict) throws IOException {
        return List.of(keep(conflict.seen()), keep(conflict.offered()));
    }

    private Path keep(byte[] note) throws IOException {
        String name = CHECKPOINT + "-" + Digest.of(note).toString().substring(0, 16);
        files().write(name, note);
        return directory.resolve(name);
    }

    private TrustDirectory files() {
        return new TrustDirectory(directory);
    }
}
