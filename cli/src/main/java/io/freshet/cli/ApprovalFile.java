package io.freshet.cli;

import io.freshet.core.attest.Envelope;
import io.freshet.core.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** An approval in a file: a DSSE envelope. */
final class ApprovalFile {

    private ApprovalFile() {}

    static Envelope read(Path file) throws IOException, UsageException {
        try (InputStream in = Files.newInputStream(file)) {
            return Envelope.read(file.toString(), in.readNBytes(Envelope.LIMITS.maxBytes() + 1));
        } catch (NoSuchFileException e) {
            throw new UsageException("--approval: there is no file " + file);
        } catch (JsonException e) {
            throw new UsageException("--approval: " + e.getMessage());
        }
    }
}
