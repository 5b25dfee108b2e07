package io.freshet.core.log;

import io.freshet.core.FormatException;
import java.io.IOException;
import java.util.List;

/** A checkpoint with signatures that nobody has verified yet; {@link LogPolicy#accept} does. */
public record SignedCheckpoint(Checkpoint checkpoint, SignedNote note) {

    public SignedCheckpoint {
        if (!checkpoint.text().equals(note.text())) {
            throw new IllegalArgumentException("the note is not this checkpoint's");
        }
    }

    /** A log's checkpoint by its own signature. */
    public static SignedCheckpoint sign(Checkpoint checkpoint, LogSigner log) throws IOException {
        String text = checkpoint.text();
        return new SignedCheckpoint(checkpoint, new SignedNote(text, List.of(log.sign(text))));
    }

    /** Reads a note whose text is a checkpoint, of at most {@link SignedNote#MOST_BYTES}. */
    public static SignedCheckpoint parse(byte[] bytes) throws FormatException {
        SignedNote note = SignedNote.parse(bytes);
        return new SignedCheckpoint(Checkpoint.parse(note.text()), note);
    }

    /** The note as it is stored. */
    public byte[] encode() {
        return note.encode();
    }

    /** Which tree it speaks of. */
    public TreeHead head() {
        return checkpoint.head();
    }

    /** The same with more signatures, such as witnesses give. */
    public SignedCheckpoint with(List<NoteSignature> more) {
        return new SignedCheckpoint(checkpoint, note.with(more));
    }
}
