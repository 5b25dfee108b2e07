package io.freshet.publisher.witness;

import io.freshet.core.log.AddCheckpoint;
import io.freshet.core.log.ConsistencyProof;
import io.freshet.core.log.LogException;
import io.freshet.core.log.NoteSignature;
import io.freshet.core.log.Quorum;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.TiledTree;
import io.freshet.core.log.WitnessAnswer;
import io.freshet.core.log.WitnessTransport;
import java.io.IOException;
import java.util.List;

/** What one witness is asked, and once more if it knows another tree than was thought. */
record WitnessQuestion(
        Quorum.Witness witness, WitnessTransport transport, SignedCheckpoint checkpoint, TiledTree tree) {

    /**
     * Its cosignature, verified.
     *
     * @param old size of the tree that it is thought to know
     * @throws OtherHistory if it has cosigned what this checkpoint has not grown from
     * @throws IOException if it gives none; says why
     */
    NoteSignature ask(long old) throws IOException, LogException, InterruptedException {
        WitnessAnswer first = send(old);
        if (!(first instanceof WitnessAnswer.OtherSize other) || other.size() == old) {
            return cosignature(first, old);
        }
        if (other.size() > checkpoint.head().size()) {
            throw new IOException("has cosigned " + other.size() + " entries already, more than the "
                    + checkpoint.head().size() + " of this checkpoint");
        }
        return cosignature(send(other.size()), other.size());
    }

    private NoteSignature cosignature(WitnessAnswer answer, long asked) throws IOException {
        return switch (answer) {
            case WitnessAnswer.Cosigned cosigned -> own(cosigned.lines());
            // A witness that knows the size of the checkpoint itself, under another root, has no other answer.
            case WitnessAnswer.OtherSize other
            when other.size() == asked && asked == checkpoint.head().size() ->
                throw new OtherHistory("has cosigned " + asked + " entries under another root");
            case WitnessAnswer.Refused refused
            // The proof is right: it was made of tiles that were checked against the checkpoint.
            when refused.status() == WitnessAnswer.NOT_GROWN ->
                throw new OtherHistory("answered " + refused.status() + ": " + refused.why());
            case WitnessAnswer.OtherSize other ->
                throw new IOException("is at " + other.size() + " entries now; somebody else was faster");
            case WitnessAnswer.Refused refused ->
                throw new IOException("answered " + refused.status() + ": " + refused.why());
        };
    }

    private WitnessAnswer send(long old) throws IOException, LogException, InterruptedException {
        ConsistencyProof proof;
        // All witnesses are asked about one tree, which remembers the tiles that it has read.
        synchronized (tree) {
            proof = tree.consistency(old);
        }
        return transport.ask(witness.url(), new AddCheckpoint(old, proof, checkpoint.note()));
    }

    /** Lines of other keys are ignored (tlog-witness). */
    private NoteSignature own(List<NoteSignature> lines) throws IOException {
        return lines.stream()
                .filter(line -> !Witnesses.signersOf(checkpoint, line, List.of(witness.key()))
                        .isEmpty())
                .findFirst()
                .orElseThrow(() -> new IOException("answered without a cosignature by " + witness.key()));
    }
}
