package io.freshet.publisher.commit;

import io.freshet.core.FormatException;
import io.freshet.core.log.Checkpoint;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.LogSigner;
import io.freshet.core.log.NoteSignature;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.TiledTree;
import io.freshet.core.log.TlogProof;
import io.freshet.core.log.TreeAppender;
import io.freshet.core.log.TreeHead;
import io.freshet.core.trust.Signer;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.ObjectTooLarge;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.StoredObject;
import io.freshet.publisher.witness.WitnessReport;
import io.freshet.publisher.witness.Witnesses;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The log's tree over its sequence (commit protocol, section 5): tiles and bundles, then a checkpoint of them, then the
 * proof of an entry under it. A tree is a function of the sequence, and its signature of the tree, so that whoever dies
 * leaves what the next one finishes, and two who write at once write the same.
 */
final class LogTree {

    private final ObjectStore store;
    private final List<Signer> keys;
    private final Newest newest;
    private final Backoff backoff;
    private final Optional<Witnesses> witnesses;
    private final RemadeTiles.Sum remade;

    /** Looks which keys sign the log by now: a run may have begun hours ago. */
    @FunctionalInterface
    interface Newest {
        RepositoryLog log() throws IOException;
    }

    /**
     * @param keys those at hand; which of them signs checkpoints is said by the root in force
     * @param witnesses who is asked to cosign what is signed, if anybody is
     */
    LogTree(ObjectStore store, List<Signer> keys, Newest newest, Backoff backoff, Optional<Witnesses> witnesses) {
        this(store, keys, newest, backoff, witnesses, new RemadeTiles.Sum());
    }

    private LogTree(
            ObjectStore store,
            List<Signer> keys,
            Newest newest,
            Backoff backoff,
            Optional<Witnesses> witnesses,
            RemadeTiles.Sum remade) {
        this.store = store;
        this.keys = List.copyOf(keys);
        this.newest = newest;
        this.backoff = backoff;
        this.witnesses = witnesses;
        this.remade = remade;
    }

    /** The same, whose checkpoints witnesses are asked to cosign. */
    LogTree witnessedBy(Witnesses asked) {
        return new LogTree(store, keys, newest, backoff, Optional.of(asked), remade);
    }

    /** Whether any are. */
    boolean isWitnessed() {
        return witnesses.isPresent();
    }

    /** Tiles that were made again, since this was opened, in whatever was done here. */
    RemadeTiles remade() {
        return remade.get();
    }

    /**
     * What the log has of an entry.
     *
     * @param proven whether there is a proof; not where no key is here that signs the log
     * @param witnessed what came of asking witnesses, where there are any
     */
    record Included(boolean proven, Optional<WitnessReport> witnessed) {}

    /**
     * Brings the tree to hold entry {@code number}, which is in the sequence as all below it are, has it witnessed, and
     * stores its proof. Without a key that signs the log nothing is written.
     *
     * @param released entries below are those of the base, which nobody takes away; others have to be entries
     * @param entry the bytes of that entry
     * @throws CommitException.NotWitnessed if cosignatures are required, and are not to be had
     * @throws CommitException.OtherHistory if they are, and a witness has cosigned another history
     */
    Included include(RepositoryLog log, long released, long number, byte[] entry)
            throws IOException, InterruptedException {
        Optional<LogSigner> signer = signer(log);
        Included included = new Included(false, Optional.empty());
        if (signer.isPresent()) {
            Own own = new Own(released, number, entry);
            try {
                included = checked(log, log, released, tiles -> {
                    Covering covering = covering(log, signer.get(), tiles, own);
                    Witnessed witnessed = witness(log, covering.checkpoint, covering.before, tiles);
                    prove(witnessed.checkpoint, tiles, log, number);
                    return new Included(true, witnessed.report);
                });
            } catch (KeyReplaced e) {
                return include(e.log, released, number, entry);
            }
        }
        return requireWitnessed(included);
    }

    /** How many entries the tree has by the checkpoint that holds; none where there is none. */
    long size(RepositoryLog log) throws IOException {
        return LogHead.read(store, log).head().size();
    }

    private Included requireWitnessed(Included included) throws CommitException {
        Optional<WitnessReport> report = included.witnessed;
        if (witnesses.filter(Witnesses::required).isPresent()) {
            List<String> contradicting =
                    report.map(WitnessReport::contradicting).orElse(List.of());
            if (!contradicting.isEmpty()) {
                throw new CommitException.OtherHistory(contradicting);
            }
            if (!report.map(WitnessReport::met).orElse(false)) {
                throw new CommitException.NotWitnessed(report);
            }
        }
        return included;
    }

    /**
     * Asks the witnesses that have not cosigned the log's checkpoint: what a run that died, or that did not reach them,
     * has left.
     *
     * @return what came of it; nothing where nobody is to be asked, or there is no checkpoint
     */
    Optional<WitnessReport> witness(RepositoryLog log) throws IOException, InterruptedException {
        Optional<SignedCheckpoint> checkpoint = witnesses.isEmpty()
                ? Optional.empty()
                : LogHead.read(store, log).checkpoint();
        return checkpoint.isEmpty()
                ? Optional.empty()
                : checked(log, log, 0, tiles -> witness(log, checkpoint.get(), Optional.empty(), tiles).report);
    }

    /** A checkpoint with the cosignatures that were to be had. */
    private record Witnessed(SignedCheckpoint checkpoint, Optional<WitnessReport> report) {}

    private Witnessed witness(
            RepositoryLog log, SignedCheckpoint checkpoint, Optional<SignedCheckpoint> before, LogTiles tiles)
            throws IOException, LogException, InterruptedException {
        if (witnesses.isEmpty()) {
            return new Witnessed(checkpoint, Optional.empty());
        }
        Witnesses.Round round = witnesses.get().ask(checkpoint, before, TiledTree.open(checkpoint.head(), tiles));
        SignedCheckpoint cosigned = witnesses.get().join(checkpoint, round.lines());
        if (!round.lines().isEmpty()) {
            join(log, checkpoint.head(), witnesses.get(), round.lines());
        }
        return new Witnessed(cosigned, Optional.of(round.report()));
    }

    /** Adds cosignatures to the checkpoint, unless the log has grown meanwhile: then those of the larger tree count. */
    private void join(RepositoryLog log, TreeHead head, Witnesses by, List<NoteSignature> lines)
            throws IOException, InterruptedException {
        for (int tries = 0; ; tries++) {
            LogHead now = LogHead.read(store, log);
            if (now.checkpoint().isEmpty() || !now.head().equals(head)) {
                return;
            }
            if (now.replace(store, by.join(now.checkpoint().get(), lines))) {
                return;
            }
            if (tries == ReleaseRun.MAX_REFUSALS) {
                throw new CommitException.WriteRefused(store.url(), LogPaths.CHECKPOINT, tries);
            }
            backoff.await(tries);
        }
    }

    /**
     * Signs the tree of the first {@code size} entries where a key that was replaced has signed it: whoever trusts the
     * root in force could verify nothing else. Witnesses are asked again: what they have cosigned was another checkpoint.
     *
     * @param before the log by keys that were replaced: by a tree of theirs, too, damaged tiles are made again
     * @param released entries below are those of the base
     * @return whether a key is here that signs the log, else nothing is written; and what came of asking
     * @throws CommitException.NotWitnessed if cosignatures are required, and are not to be had
     * @throws CommitException.OtherHistory if they are, and a witness has cosigned another history
     */
    Included signAnew(RepositoryLog before, RepositoryLog log, long released, long size)
            throws IOException, InterruptedException {
        Optional<LogSigner> signer = signer(log);
        Included included = new Included(signer.isPresent(), Optional.empty());
        if (signer.isPresent() && size > 0) {
            Own own = new Own(released, size - 1, new LogSequence(store).covered(size - 1));
            try {
                included = checked(before, log, released, tiles -> {
                    Covering covering = covering(log, signer.get(), tiles, own);
                    return new Included(true, witness(log, covering.checkpoint, covering.before, tiles).report);
                });
            } catch (KeyReplaced e) {
                return signAnew(before, e.log, released, size);
            }
        }
        return requireWitnessed(included);
    }

    /** Other keys sign the log than the run went by. */
    private static final class KeyReplaced extends IOException {

        private static final long serialVersionUID = 1;

        private final transient RepositoryLog log;

        KeyReplaced(RepositoryLog log) {
            this.log = log;
        }
    }

    private Optional<LogSigner> signer(RepositoryLog log) {
        return keys.stream().flatMap(key -> log.signer(key).stream()).findFirst();
    }

    /** Works on the tree's tiles. */
    private interface Work<T> {
        T on(LogTiles tiles) throws IOException, LogException, InterruptedException;
    }

    /**
     * Tiles that are missing or damaged are made again from the sequence, and the work begins anew; a tree that can't be
     * read by then is said to be one, whatever is done with it.
     *
     * @param before the log by keys that have signed a tree that may still be there
     * @param released entries below are in a tree that was signed, whatever the checkpoint says that is there now
     */
    private <T> T checked(RepositoryLog before, RepositoryLog log, long released, Work<T> work)
            throws IOException, InterruptedException {
        LogSequence.SignedSize signed = () -> Math.max(released, size(log));
        try {
            return work.on(new LogTiles(store, signed, remade::add));
        } catch (LogException | FormatException | ObjectTooLarge e) {
            RemadeTiles made = madeAgain(before, log);
            if (made.count() == 0) {
                throw translated(store, e);
            }
            remade.add(made);
        }
        try {
            return work.on(new LogTiles(store, signed, remade::add));
        } catch (LogException e) {
            throw translated(store, e);
        }
    }

    private RemadeTiles madeAgain(RepositoryLog before, RepositoryLog log) throws IOException {
        LogHead now = LogHead.read(store, log);
        if (now.checkpoint().isPresent()) {
            return RemadeTiles.of(store, store, now.head());
        }
        try {
            return RemadeTiles.of(store, store, LogHead.read(store, before).head());
        } catch (CommitException.LogDiffers | CommitException.Incomplete | CommitException.EntryReplaced e) {
            // Who has stolen a key that was replaced may have signed a tree that nobody can make: it says nothing.
            return RemadeTiles.NONE;
        }
    }

    /** What was wrong with the tree at a store. */
    static IOException translated(ObjectStore store, Exception why) {
        return switch (why) {
            case LogException.Missing missing ->
                new CommitException.Incomplete(store.url(), LogPaths.tile(missing.path()));
            case LogException e ->
                new FormatException("the log below " + LogPaths.PREFIX, String.valueOf(e.getMessage())).in(store.url());
            case IOException e -> e;
            default -> throw new IllegalStateException(why);
        };
    }

    /** The entry that is to be in the tree. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Own(long released, long number, byte[] entry) {}

    /**
     * A checkpoint of a tree that has the entry.
     *
     * @param before what it was written over
     */
    private record Covering(SignedCheckpoint checkpoint, Optional<SignedCheckpoint> before) {}

    /** The one that is there, or one that this writes. */
    private Covering covering(RepositoryLog log, LogSigner signer, LogTiles tiles, Own own)
            throws IOException, LogException, InterruptedException {
        LogHead before = LogHead.read(store, log);
        int refusals = 0;
        for (int races = 0; ; races++) {
            if (before.checkpoint().isPresent() && before.head().size() > own.number) {
                return new Covering(before.checkpoint().get(), Optional.empty());
            }
            requireStillInForce(before, log);
            TreeHead head = grow(before.head(), tiles, own);
            SignedCheckpoint next = SignedCheckpoint.sign(new Checkpoint(signer.name(), head), signer);
            if (before.replace(store, next)) {
                return new Covering(next, before.checkpoint());
            }
            backoff.await(races);
            LogHead now = LogHead.read(store, log);
            refusals = now.revision().equals(before.revision()) ? refusals + 1 : 0;
            if (refusals == ReleaseRun.MAX_REFUSALS) {
                throw new CommitException.WriteRefused(store.url(), LogPaths.CHECKPOINT, refusals);
            }
            before = now;
        }
    }

    /** A checkpoint that does not hold may be that of a newer key: it must not be replaced by one of an older. */
    private void requireStillInForce(LogHead before, RepositoryLog log) throws IOException {
        if (before.revision().isPresent() && before.checkpoint().isEmpty()) {
            RepositoryLog now = newest.log();
            if (!now.keys().equals(log.keys())) {
                throw new KeyReplaced(now);
            }
        }
    }

    private TreeHead grow(TreeHead from, LogTiles tiles, Own own) throws IOException, LogException {
        TreeAppender appender = TreeAppender.resume(from, tiles, tiles);
        LogSequence sequence = new LogSequence(store);
        while (appender.size() < own.number) {
            long number = appender.size();
            appender.append(number < own.released ? sequence.covered(number) : sequence.open(number));
        }
        appender.append(own.entry);
        return appender.flush();
    }

    private void prove(SignedCheckpoint checkpoint, LogTiles tiles, RepositoryLog log, long number)
            throws IOException, LogException {
        TlogProof proof = TlogProof.of(checkpoint, TiledTree.open(checkpoint.head(), tiles), number);
        String path = LogPaths.proof(number);
        Body body = Body.of(proof.encode());
        PutResult result = store.putIfAbsent(path, body, ObjectHeaders.IMMUTABLE_BINARY);
        // Under the number of an entry of its own a run finds its own proof, by way of an answer that was lost, or
        // nobody's.
        if (!(result instanceof PutResult.Stored) && !isProven(log, number)) {
            store.put(path, body, ObjectHeaders.IMMUTABLE_BINARY);
            remade.add(RemadeTiles.of(path));
        }
    }

    private boolean isProven(RepositoryLog log, long number) throws IOException {
        try {
            Optional<StoredObject> proof = store.get(LogPaths.proof(number), TlogProof.MOST_BYTES);
            return proof.isPresent() && proves(store, log, number, proof.get().bytes());
        } catch (ObjectTooLarge e) {
            return false;
        }
    }

    /** Whether {@code proof} shows that the entry of that number at a store is in the log. */
    static boolean proves(ObjectStore store, RepositoryLog log, long number, byte[] proof) throws IOException {
        byte[] entry = new LogSequence(store).covered(number);
        try {
            TlogProof.parse(proof).verify(entry, log.policy());
            return true;
        } catch (FormatException | LogException e) {
            return false;
        }
    }
}
