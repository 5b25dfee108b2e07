package io.freshet.fetcher.log;

import io.freshet.core.FormatException;
import io.freshet.core.log.LogEntry;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.SignedNote;
import io.freshet.core.log.TiledTree;
import io.freshet.core.log.TlogProof;
import io.freshet.core.log.VerifiedCheckpoint;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.proof.ReleaseProof;
import io.freshet.core.trust.ChannelName;
import java.io.IOException;
import java.util.Optional;

/**
 * That a release is in the log, as one mirror shows it: its entry, and the proof that was written with it. Where that
 * proof's checkpoint lacks signatures, the log's present checkpoint may have them: witnesses cosign that one, and a new
 * key signs it.
 *
 * @param pointer of the release, which was verified
 * @param evidence where it is kept that the log has another entry in the release's place
 */
record Inclusion(Pointer pointer, LogPolicy policy, Evidence evidence) {

    /**
     * That the log has it.
     *
     * @param under a checkpoint with all signatures that the policy asks for
     * @param shown the entry, and its proof by that checkpoint
     */
    record Proven(VerifiedCheckpoint under, ReleaseProof.Logged shown) {

        static Proven of(byte[] entry, TlogProof proof, LogPolicy policy) throws LogException {
            return new Proven(proof.verify(entry, policy), new ReleaseProof.Logged(entry, proof.encode()));
        }
    }

    Proven at(MirrorLog mirror) throws IOException, LogException {
        String path = LogPaths.entry(pointer.log());
        byte[] bytes = present(mirror, path, LogEntry.LIMITS.maxBytes());
        LogEntry entry = LogEntry.read(path + " at " + mirror.name(), bytes);
        if (entry.isOf(
                new ChannelName(pointer.channel()),
                pointer.release().sequence(),
                pointer.release().manifest())) {
            return proven(mirror, bytes, proof(mirror));
        }
        String named = "it names " + entry.channel() + "@" + entry.sequence() + ", manifest "
                + entry.manifest().sha256();
        requireForged(mirror, bytes, named);
        throw new LogRefused.OtherEntry(path, release(), named, mirror.name());
    }

    /** An entry by nobody but the mirror is its own doing; one that the log has proves what its publisher did. */
    private void requireForged(MirrorLog mirror, byte[] entry, String named) throws IOException {
        byte[] proof;
        try {
            proof = proof(mirror);
            proven(mirror, entry, proof);
        } catch (LogException | FormatException | LogRefused e) {
            return;
        }
        throw new LogRefused.NotLogged(
                release(),
                pointer.log(),
                named,
                evidence.save("pointer", pointer.toBytes()),
                evidence.save("entry", entry),
                evidence.save("proof", proof));
    }

    private byte[] proof(MirrorLog mirror) throws IOException {
        return present(mirror, LogPaths.proof(pointer.log()), TlogProof.MOST_BYTES);
    }

    private Proven proven(MirrorLog mirror, byte[] entry, byte[] bytes) throws IOException, LogException {
        TlogProof proof = TlogProof.parse(bytes);
        if (proof.inclusion().index() != pointer.log()) {
            throw new LogRefused.OtherEntry(
                    LogPaths.proof(pointer.log()),
                    release(),
                    "it proves entry " + proof.inclusion().index(),
                    mirror.name());
        }
        try {
            return Proven.of(entry, proof, policy);
        } catch (LogException.QuorumNotMet | LogException.NotSigned e) {
            return underCheckpoint(mirror, entry).orElseThrow(() -> e);
        }
    }

    /** The same by the tiles of the mirror's checkpoint; nothing where that has no more signatures, or not this entry. */
    private Optional<Proven> underCheckpoint(MirrorLog mirror, byte[] entry) throws IOException, LogException {
        Optional<byte[]> note = mirror.get(LogPaths.CHECKPOINT, SignedNote.MOST_BYTES);
        if (note.isEmpty()) {
            return Optional.empty();
        }
        SignedCheckpoint checkpoint = SignedCheckpoint.parse(note.get());
        try {
            policy.accept(checkpoint);
        } catch (LogException.QuorumNotMet | LogException.NotSigned e) {
            return Optional.empty();
        }
        if (checkpoint.head().size() <= pointer.log()) {
            return Optional.empty();
        }
        TiledTree tree = TiledTree.open(checkpoint.head(), mirror);
        return Optional.of(Proven.of(entry, TlogProof.of(checkpoint, tree, pointer.log()), policy));
    }

    private byte[] present(MirrorLog mirror, String path, int maxBytes) throws IOException {
        return mirror.get(path, maxBytes).orElseThrow(() -> new LogRefused.NoProof(path, release(), mirror.name()));
    }

    private String release() {
        return pointer.release().sequence() + " of " + pointer.channel();
    }
}
