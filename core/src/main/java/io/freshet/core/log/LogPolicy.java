package io.freshet.core.log;

import io.freshet.core.FormatException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which logs and witnesses are trusted, and how many of them must have signed (tlog-policy).
 *
 * @param logs any one of them signs; their keys' names are their origins
 * @param witnesses those whose cosignatures are looked at
 * @param quorum which of the witnesses must have cosigned
 */
public record LogPolicy(List<Log> logs, List<Quorum.Witness> witnesses, Quorum quorum) {

    /** Most bytes of a policy file. */
    public static final int MOST_BYTES = 1 << 20;

    /**
     * A log.
     *
     * @param url where it is; empty where the policy does not say
     */
    public record Log(VerifierKey key, String url) {}

    public LogPolicy {
        logs = List.copyOf(logs);
        witnesses = List.copyOf(witnesses);
    }

    /** The policy of one log without witnesses. */
    public static LogPolicy ofLog(VerifierKey key) {
        return new LogPolicy(List.of(new Log(key, "")), List.of(), new Quorum.None());
    }

    /** Reads a policy file of at most {@link #MOST_BYTES}. */
    public static LogPolicy parse(byte[] file) throws FormatException {
        return new PolicyReader(file).read();
    }

    /** The same with one more log, such as one that is known from elsewhere: a policy file need not list any. */
    public LogPolicy withLog(VerifierKey key) {
        List<Log> more = new ArrayList<>(logs);
        more.add(new Log(key, ""));
        return new LogPolicy(more, witnesses, quorum);
    }

    /**
     * The checkpoint, if a log of this policy has signed it under its own origin, and the quorum has cosigned it.
     *
     * @throws LogException.UnknownLog if no log has its origin
     * @throws LogException.NotSigned if none of the log's keys has signed it
     * @throws LogException.BadSignature if a known key's signature is wrong
     * @throws LogException.QuorumNotMet if too few witnesses have cosigned it
     */
    public VerifiedCheckpoint accept(SignedCheckpoint offered) throws LogException {
        String origin = offered.checkpoint().origin();
        Set<VerifierKey> logKeys = logs.stream()
                .map(Log::key)
                .filter(key -> key.name().equals(origin))
                .collect(Collectors.toSet());
        if (logKeys.isEmpty()) {
            throw new LogException.UnknownLog(
                    offered, logs.stream().map(log -> log.key().name()).toList());
        }
        List<ValidSignature> valid = offered.note().verify(known(origin));
        Set<VerifierKey> signers = valid.stream().map(ValidSignature::key).collect(Collectors.toSet());
        if (signers.stream().noneMatch(logKeys::contains)) {
            throw new LogException.NotSigned(offered);
        }
        if (!quorum.isMetBy(signers)) {
            throw new LogException.QuorumNotMet(offered, quorum, cosigned(signers));
        }
        return new VerifiedCheckpoint(offered, valid);
    }

    /**
     * The same for a checkpoint that was kept by who did not know all of these keys. Lines come in then that name one of them,
     * and that anybody can have written: those that are not its signature are left out, and refuse nothing.
     */
    public VerifiedCheckpoint acceptKept(SignedCheckpoint kept) throws LogException {
        SignedNote note = kept.note();
        List<NoteSignature> right = note.notWrong(known(kept.checkpoint().origin()));
        return accept(
                right.isEmpty() ? kept : new SignedCheckpoint(kept.checkpoint(), new SignedNote(note.text(), right)));
    }

    /**
     * A checkpoint with the signatures of an earlier copy before its own, and without those that are wrong by this policy.
     *
     * @throws IllegalArgumentException if no signature is left, as that of the log was none
     */
    public SignedCheckpoint joined(List<NoteSignature> earlier, SignedCheckpoint signed) {
        Set<VerifierKey> known = known(signed.checkpoint().origin());
        return new SignedCheckpoint(signed.checkpoint(), signed.note().after(earlier, known));
    }

    private Set<VerifierKey> known(String origin) {
        return Stream.concat(
                        logs.stream().map(Log::key).filter(key -> key.name().equals(origin)),
                        witnesses.stream().map(Quorum.Witness::key))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Those of its witnesses that have cosigned a checkpoint. */
    public List<String> cosigned(VerifiedCheckpoint accepted) {
        return cosigned(accepted.signatures().stream().map(ValidSignature::key).collect(Collectors.toSet()));
    }

    private List<String> cosigned(Set<VerifierKey> signers) {
        return witnesses.stream()
                .filter(witness -> signers.contains(witness.key()))
                .map(Quorum.Witness::name)
                .toList();
    }
}
