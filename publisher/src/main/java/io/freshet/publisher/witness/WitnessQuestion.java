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
     * @throws IOException if it gives none; says why
     */
    NoteSignature ask(long old) throws IOException, LogException, InterruptedException {
        WitnessAnswer answer = send(old);
        if (answer instanceof WitnessAnswer.OtherSize other && other.size() != old) {
            if (other.size() > checkpoint.head().size()) {
                throw new IOException("has cosigned " + other.size() + " entries already, more than the "
                        + checkpoint.head().size() + " of this checkpoint");
            }
            answer = send(other.size());
        }
        return switch (answer) {
            case WitnessAnswer.Cosigned cosigned -> own(cosigned.lines());
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
