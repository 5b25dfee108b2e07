package io.freshet.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.core.FormatException;
import io.freshet.core.json.JsonException;
import java.util.Arrays;
import java.util.List;

/**
 * Whatever bytes come from a mirror or stand in a file: they are refused as not of the format, or read, and written again
 * to the byte.
 */
class LogFuzzTest {

    private static final TestLog LOG = new TestLog();

    /** What reads one format. */
    private interface Reader {
        byte[] again(byte[] bytes) throws FormatException, LogException;
    }

    private static void readTwice(byte[] bytes, Reader reader) {
        byte[] before = bytes.clone();
        try {
            assertThat(reader.again(bytes)).isEqualTo(before);
        } catch (FormatException | LogException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @FuzzTest
    void note(byte[] bytes) {
        readTwice(bytes, note -> {
            SignedNote read = SignedNote.parse(note);
            assertThat(read.verify(List.of(LOG.signer.key()))).isEmpty();
            return read.encode();
        });
    }

    @FuzzTest
    void key(byte[] bytes) {
        readTwice(
                bytes,
                key -> VerifierKey.parse(LogText.utf8("key", key, 1 << 16))
                        .encode()
                        .getBytes(UTF_8));
    }

    @FuzzTest
    void checkpoint(byte[] bytes) {
        readTwice(bytes, checkpoint -> SignedCheckpoint.parse(checkpoint).encode());
    }

    /** The text alone, which a fuzzer finds sooner than one with signatures. */
    @FuzzTest
    void checkpointText(byte[] bytes) {
        readTwice(
                bytes,
                text -> Checkpoint.parse(LogText.utf8("text", text, 1 << 16))
                        .text()
                        .getBytes(UTF_8));
    }

    @FuzzTest
    void proof(byte[] bytes) {
        readTwice(bytes, proof -> {
            TlogProof read = TlogProof.parse(proof);
            // No proof holds the hash of itself.
            assertThat(read.inclusion()
                            .holds(LogHash.leaf(proof), read.checkpoint().head()))
                    .isFalse();
            return read.encode();
        });
    }

    @FuzzTest
    void addCheckpoint(byte[] bytes) {
        readTwice(bytes, body -> AddCheckpoint.parse(body).encode());
    }

    /** Whatever a witness says: an answer of it says the same again. */
    @FuzzTest
    void witnessAnswer(byte[] bytes) {
        for (int status : List.of(200, 409)) {
            readTwice(
                    bytes,
                    body -> WitnessAnswer.read(status, "text/x.tlog.size", body)
                            .body()
                            .getBytes(UTF_8));
        }
    }

    @FuzzTest
    void policy(byte[] bytes) {
        readTwice(bytes, file -> {
            LogPolicy policy = LogPolicy.parse(file);
            assertThat(policy.quorum().toString()).isNotEmpty();
            return file;
        });
    }

    /** The first byte says how many entries there should be. */
    @FuzzTest
    void bundle(byte[] bytes) {
        if (bytes.length > 0) {
            byte[] bundle = Arrays.copyOfRange(bytes, 1, bytes.length);
            readTwice(bundle, read -> EntryBundle.encode(EntryBundle.parse(read, 1 + Byte.toUnsignedInt(bytes[0]))));
        }
    }

    @FuzzTest
    void tilePath(byte[] bytes) {
        readTwice(
                bytes,
                path -> TilePath.parse(LogText.utf8("path", path, 1 << 16))
                        .toString()
                        .getBytes(UTF_8));
    }

    /** Entries may have fields that this release does not know: what is known is read again as it was. */
    @FuzzTest
    void entry(byte[] bytes) {
        try {
            LogEntry entry = LogEntry.read("an entry", bytes);
            assertThat(LogEntry.read("again", entry.toBytes())).isEqualTo(entry);
        } catch (JsonException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
