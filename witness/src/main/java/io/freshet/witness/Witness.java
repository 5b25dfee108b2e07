package io.freshet.witness;

import io.freshet.core.FormatException;
import io.freshet.core.log.AddCheckpoint;
import io.freshet.core.log.Cosigner;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.VerifierKey;
import io.freshet.core.log.WitnessAnswer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A witness (tlog-witness): cosigns a checkpoint of a log that it knows if that has grown from the one that it cosigned
 * last. A cosignature leaves only after the checkpoint is durable, so that no crash and no two requests at once make it
 * cosign two trees that don't lead to each other. For many threads.
 */
public final class Witness {

    private final Cosigner cosigner;
    private final WitnessEvents events;
    private final Map<String, WitnessedLog> logs;

    /**
     * A witness.
     *
     * @param keys of the logs that it knows; their names are the logs' origins, of which each may have several
     * @param state stays the caller's
     * @throws IOException if what is remembered of a log is damaged
     */
    public Witness(
            Cosigner cosigner,
            Collection<VerifierKey> keys,
            WitnessState state,
            InstantSource clock,
            WitnessEvents events)
            throws IOException {
        this.cosigner = cosigner;
        this.events = events;
        this.logs = keys.stream().collect(Collectors.groupingBy(VerifierKey::name)).entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        log -> new WitnessedLog(log.getKey(), log.getValue(), state, cosigner, clock, events)));
        for (WitnessedLog log : logs.values()) {
            log.last();
        }
    }

    /** What others verify its cosignatures with. */
    public VerifierKey key() {
        return cosigner.key();
    }

    /** The origins of the logs that it knows, in order. */
    public List<String> origins() {
        return logs.keySet().stream().sorted().toList();
    }

    /**
     * Answers {@code add-checkpoint}.
     *
     * @param body of at most {@link AddCheckpoint#MOST_BYTES}
     * @throws IOException if it can't read or keep its state: then nothing was cosigned
     */
    public WitnessAnswer add(byte[] body) throws IOException {
        AddCheckpoint request;
        try {
            request = AddCheckpoint.parse(body);
        } catch (FormatException e) {
            return new WitnessAnswer.Refused(400, String.valueOf(e.getMessage()));
        }
        String text = request.note().text();
        String origin = text.substring(0, text.indexOf('\n'));
        WitnessedLog log = logs.get(origin);
        if (log == null) {
            return new WitnessAnswer.Refused(404, "this witness does not know that log");
        }
        WitnessAnswer answer;
        try {
            answer = log.add(request);
        } catch (IOException e) {
            events.failed(origin, e);
            throw e;
        }
        events.answered(origin, answer.status(), line(answer, request));
        return answer;
    }

    private static String line(WitnessAnswer answer, AddCheckpoint request) {
        return switch (answer) {
            case WitnessAnswer.Cosigned _ -> "cosigned, grown from " + request.old();
            case WitnessAnswer.OtherSize other -> "asked from " + request.old() + ", is at " + other.size();
            case WitnessAnswer.Refused refused -> refused.why();
        };
    }

    /**
     * The checkpoint of a log that was cosigned last, with the log's signature and the witness's.
     *
     * @param hash SHA-256 of the origin, in hexadecimal
     */
    public Optional<byte[]> checkpoint(String hash) throws IOException {
        Optional<WitnessedLog> log = logs.entrySet().stream()
                .filter(each -> WitnessState.hash(each.getKey()).toString().equals(hash))
                .map(Map.Entry::getValue)
                .findFirst();
        if (log.isEmpty()) {
            return Optional.empty();
        }
        try {
            return log.get().last().map(SignedCheckpoint::encode);
        } catch (IOException e) {
            events.failed(log.get().origin(), e);
            throw e;
        }
    }
}
