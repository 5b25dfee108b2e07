package io.freshet.publisher.witness;

import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.NoteSignature;
import io.freshet.core.log.Quorum;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.SignedNote;
import io.freshet.core.log.TiledTree;
import io.freshet.core.log.VerifierKey;
import io.freshet.core.log.WitnessTransport;
import io.freshet.core.proxy.BrokenConnection;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The witnesses of a log, who are asked to cosign its checkpoints, all at once.
 *
 * @param policy names them, where they are, and how many are wanted; its logs count for nothing
 * @param transport brings requests to them
 * @param patience for all of them together
 * @param required whether nothing may be released that too few of them have cosigned
 */
public record Witnesses(LogPolicy policy, WitnessTransport transport, Duration patience, boolean required) {

    /**
     * What a round of requests has come to.
     *
     * @param lines cosignatures that were made, each verified
     * @param report who has cosigned, before or now
     */
    public record Round(List<NoteSignature> lines, WitnessReport report) {

        /** Copies the list. */
        public Round {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Asks each witness that has not cosigned {@code checkpoint} yet.
     *
     * @param before the checkpoint that this one has grown from, whose cosigners know its size
     * @param tree the checkpoint's
     */
    public Round ask(SignedCheckpoint checkpoint, Optional<SignedCheckpoint> before, TiledTree tree)
            throws InterruptedException {
        Set<VerifierKey> have = cosigners(checkpoint);
        Set<VerifierKey> knowBefore = before.map(this::cosigners).orElse(Set.of());
        long size = before.map(note -> note.head().size()).orElse(0L);
        List<Quorum.Witness> asked = policy.witnesses().stream()
                .filter(witness ->
                        !have.contains(witness.key()) && !witness.url().isEmpty())
                .toList();
        List<Callable<NoteSignature>> questions = new ArrayList<>();
        for (Quorum.Witness witness : asked) {
            long old = knowBefore.contains(witness.key()) ? size : 0;
            questions.add(() -> new WitnessQuestion(witness, transport, checkpoint, tree).ask(old));
        }
        List<Future<NoteSignature>> answers;
        // Those that take too long are interrupted.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = threads.invokeAll(questions, patience.toMillis(), TimeUnit.MILLISECONDS);
        }
        return round(checkpoint, have, asked, answers);
    }

    private Round round(
            SignedCheckpoint checkpoint,
            Set<VerifierKey> have,
            List<Quorum.Witness> asked,
            List<Future<NoteSignature>> answers)
            throws InterruptedException {
        List<NoteSignature> cosignatures = new ArrayList<>();
        List<WitnessReport.Line> lines = new ArrayList<>();
        Set<VerifierKey> all = new HashSet<>(have);
        for (Quorum.Witness witness : policy.witnesses()) {
            String name = witness.name();
            int at = asked.indexOf(witness);
            WitnessReport.Line line = new WitnessReport.Line.Cosigned(name);
            if (at >= 0) {
                try {
                    cosignatures.add(answers.get(at).get());
                    all.add(witness.key());
                } catch (ExecutionException e) {
                    line = refusal(name, e.getCause() == null ? e : e.getCause());
                } catch (CancellationException e) {
                    line = new WitnessReport.Line.Missing(
                            name, "has not answered within " + patience.toSeconds() + " s");
                }
            } else if (!have.contains(witness.key())) {
                line = new WitnessReport.Line.Missing(name, "the policy has no URL of it");
            }
            lines.add(line);
        }
        Quorum quorum = policy.quorum();
        WitnessReport report = new WitnessReport(checkpoint.head().size(), quorum, quorum.isMetBy(all), lines);
        return new Round(cosignatures, report);
    }

    private static WitnessReport.Line refusal(String name, Throwable why) {
        String reason = why instanceof SocketException || why.getMessage() == null
                ? BrokenConnection.words(why)
                : why.getMessage();
        return why instanceof OtherHistory
                ? new WitnessReport.Line.Contradicting(name, reason)
                : new WitnessReport.Line.Missing(name, reason);
    }

    /** Which of the witnesses have cosigned a checkpoint. */
    private Set<VerifierKey> cosigners(SignedCheckpoint checkpoint) {
        Set<VerifierKey> cosigners = new HashSet<>();
        for (NoteSignature line : checkpoint.note().signatures()) {
            cosigners.addAll(signersOf(checkpoint, line));
        }
        return cosigners;
    }

    private List<VerifierKey> signersOf(SignedCheckpoint checkpoint, NoteSignature line) {
        return signersOf(
                checkpoint,
                line,
                policy.witnesses().stream().map(Quorum.Witness::key).toList());
    }

    /** By itself: one wrong line makes a note worth nothing, but not the others of its lines. */
    static List<VerifierKey> signersOf(SignedCheckpoint checkpoint, NoteSignature line, Collection<VerifierKey> known) {
        try {
            return new SignedNote(checkpoint.note().text(), List.of(line))
                    .verify(known).stream().map(valid -> valid.key()).toList();
        } catch (LogException.BadSignature e) {
            return List.of();
        }
    }

    /**
     * A checkpoint with more cosignatures. Lines that name a witness and are not its cosignature go: whoever knows the
     * witness would refuse the whole note for them. Those of others stay.
     */
    public SignedCheckpoint join(SignedCheckpoint checkpoint, List<NoteSignature> more) {
        List<NoteSignature> kept = checkpoint.note().signatures().stream()
                .filter(line ->
                        !namesWitness(line) || !signersOf(checkpoint, line).isEmpty())
                .toList();
        return new SignedCheckpoint(
                checkpoint.checkpoint(), new SignedNote(checkpoint.note().text(), kept).with(more));
    }

    private boolean namesWitness(NoteSignature line) {
        return policy.witnesses().stream()
                .map(Quorum.Witness::key)
                .anyMatch(key -> key.name().equals(line.name()) && key.id() == line.keyId());
    }
}
