package io.freshet.core.log;

import io.freshet.core.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a witness answers to {@link AddCheckpoint} (tlog-witness, section add-checkpoint). */
public sealed interface WitnessAnswer {

    /** Most bytes of an answer: a few cosignatures of the largest kinds. */
    int MOST_BYTES = 64 << 10;

    /** Status of a refusal: the checkpoint has not grown from what the witness has cosigned. */
    int NOT_GROWN = 422;

    /** What errors are written in. */
    String TEXT = "text/plain; charset=utf-8";

    /** The witness has recorded the checkpoint and cosigned it. Nobody has verified these lines yet. */
    record Cosigned(List<NoteSignature> lines) implements WitnessAnswer {

        public Cosigned {
            lines = List.copyOf(lines);
            if (lines.isEmpty() || lines.size() > SignedNote.MOST_SIGNATURES) {
                throw new IllegalArgumentException(
                        "a witness answers with 1 to " + SignedNote.MOST_SIGNATURES + " lines, not " + lines.size());
            }
        }

        @Override
        public int status() {
            return 200;
        }

        @Override
        public String body() {
            return lines.stream().map(line -> line.line() + "\n").collect(Collectors.joining());
        }
    }

    /** The checkpoint that it has cosigned last has another size than the request says. */
    record OtherSize(long size) implements WitnessAnswer {

        private static final String TYPE = "text/x.tlog.size";

        public OtherSize {
            if (size < 0) {
                throw new IllegalArgumentException("a tree has no " + size + " entries");
            }
        }

        @Override
        public int status() {
            return 409;
        }

        @Override
        public String contentType() {
            return TYPE;
        }

        @Override
        public String body() {
            return size + "\n";
        }
    }

    /**
     * It does not cosign.
     *
     * @param status of HTTP: 400 malformed, 403 not signed by a known key of the log, 404 unknown log, 422 not grown from
     *     what it has cosigned
     * @param why one line
     */
    record Refused(int status, String why) implements WitnessAnswer {
        @Override
        public String body() {
            return why + "\n";
        }
    }

    /** Of HTTP. */
    int status();

    /** The type of {@link #body()}. */
    default String contentType() {
        return TEXT;
    }

    /** The text of the answer. */
    String body();

    /** Reads an answer of at most {@link #MOST_BYTES}. */
    static WitnessAnswer read(int status, String contentType, byte[] body) throws FormatException {
        String what = "answer of a witness";
        String text = LogText.utf8(what, body, MOST_BYTES);
        if (status == 200) {
            Lines lines = new Lines(what, text);
            List<NoteSignature> signatures = new ArrayList<>();
            while (lines.hasNext()) {
                signatures.add(NoteSignature.parse(lines.next("a signature")));
            }
            return LogText.build(what, () -> new Cosigned(signatures));
        }
        if (status == 409 && contentType.equals(OtherSize.TYPE)) {
            Lines lines = new Lines(what, text);
            long size = lines.next("the size", line -> LogText.decimal("the size", line));
            if (lines.hasNext()) {
                throw lines.error("says more than a size");
            }
            return new OtherSize(size);
        }
        String why = LogText.brief(text.lines().findFirst().orElse("")).replaceAll("\\p{Cntrl}", "?");
        return new Refused(status, why);
    }
}
