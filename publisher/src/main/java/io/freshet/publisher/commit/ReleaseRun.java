package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.log.LogEntry;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.manifest.Halt;
import io.freshet.core.manifest.History;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.manifest.Rollback;
import io.freshet.core.policy.ChannelCheck;
import io.freshet.core.policy.Policy;
import io.freshet.core.policy.RulesBroken;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.MissingKey;
import io.freshet.core.trust.RepositoryPaths;
import io.freshet.core.trust.SignedFile;
import io.freshet.core.trust.TargetFile;
import io.freshet.core.trust.TargetsMetadata;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of a publisher on its way to a release: the base that it builds on, and what it has written so far (commit
 * protocol, section 2, from step 5 on). For one thread.
 */
public final class ReleaseRun {

    /** How often a store may refuse a write whose condition holds before it counts as broken. */
    static final int MAX_REFUSALS = 16;

    private final Desk desk;
    private final ChannelName channel;
    private final RunId run;
    private RepositoryState base;
    /** Of the base; read when it is first asked for. */
    private @Nullable Policy policy;

    private Optional<Pointer> current;
    private Set<String> condemned;
    private Optional<Logged> logged = Optional.empty();
    private Optional<Pointed> pointed = Optional.empty();
    private List<Expiring> expiring = List.of();
    private Timestamping asked = Timestamping.NONE;
    private List<Timestamped> timestamps = List.of();
    private long triedSnapshot;

    /** The entry of the log that was written, and what the log has of it. */
    private record Logged(LogEntry entry, long number, LogTree.Included included) {}

    /** The pointer that was written, and the channel's document that names it. */
    private record Pointed(Pointer pointer, TargetFile target, Optional<SignedFile<TargetsMetadata>> role) {}

    ReleaseRun(Desk desk, ChannelName channel, RunId run, RepositoryState base) throws IOException {
        this.desk = desk;
        this.channel = channel;
        this.run = run;
        this.base = base;
        this.current = desk.reader().pointerOf(base, channel);
        this.condemned = desk.reader().condemned(base).objects();
    }

    /** Who this run is. */
    public RunId id() {
        return run;
    }

    /** What the channel points to in the base; nothing where it was never released to. */
    public Optional<Pointer> current() {
        return current;
    }

    /** Paths that are condemned in the base: nothing may be relied on, or made anew, under these names. */
    public Set<String> condemned() {
        return condemned;
    }

    /**
     * Releases {@code draft}, which was made on this run's base.
     *
     * @param timestamping who is asked for the time
     * @throws CommitException.NotTimestamped if the time is required, and could not be had
     * @throws CommitException.ChannelMoved if somebody else has released to the channel
     */
    public ReleaseResult release(ReleaseDraft draft, Timestamping timestamping)
            throws IOException, InterruptedException {
        requireHeight(draft);
        requireAllowed(pointerTo(draft, sequence(), draft.time(), base.custom().log()));
        asked = timestamping;
        attest(base, draft);
        log(draft);
        point(draft);
        Committer.Attempt attempt = sign();
        int refusals = 0;
        for (int races = 0; ; races++) {
            if (desk.committer().send(base, attempt)) {
                return released(races);
            }
            desk.backoff().await(races);
            RepositoryState now = desk.state();
            Optional<Pointer> there = desk.reader().pointerOf(now, channel);
            if (there.isPresent() && isMine(there.get())) {
                return released(races);
            }
            if (now.isSameAs(base)) {
                base = now;
                if (++refusals == MAX_REFUSALS) {
                    throw new CommitException.WriteRefused(desk.store().url(), RepositoryPaths.TIMESTAMP, refusals);
                }
                continue;
            }
            refusals = 0;
            requireMine(now, there);
            Set<String> again = rebase(now, draft);
            if (!again.isEmpty()) {
                return new ReleaseResult.MakeAgain(again);
            }
            attempt = sign();
        }
    }

    /** Refuses to release to a channel that is halted. */
    void requireRunning() throws CommitException {
        Optional<Halt> halt = current.flatMap(Pointer::halt);
        if (halt.isPresent()) {
            throw new CommitException.Halted(channel.name(), halt.get());
        }
    }

    /** Nodes take what is lower than what they have only where the channel was taken back. */
    private void requireHeight(ReleaseDraft draft) throws CommitException {
        if (draft.terms().rollback().isEmpty()) {
            requireHeight(draft.height());
        }
    }

    /**
     * Refuses a height below that of the current release, or none after one: no node would take it.
     *
     * @throws CommitException.LowerHeight if that is so
     */
    public void requireHeight(Optional<Long> height) throws CommitException {
        Optional<Long> before = current.flatMap(pointer -> pointer.release().height());
        if (before.isPresent() && (height.isEmpty() || height.get() < before.get())) {
            throw new CommitException.LowerHeight(channel.name(), before.get(), height);
        }
    }

    private ReleaseResult.Released released(int races) {
        LogTree.Included included = logged.orElseThrow().included;
        return new ReleaseResult.Released(
                pointer(),
                races,
                true,
                expiring,
                included.proven(),
                included.witnessed(),
                desk.log().remade(),
                timestamps);
    }

    private void attest(RepositoryState on, ReleaseDraft draft) throws IOException {
        if (draft.snapshot().isPresent()) {
            timestamps = new ReleaseTimestamps(desk, asked)
                    .write(new ReleaseAttestation(desk, on, channel, run)
                            .write(draft, draft.snapshot().get()));
        }
    }

    /**
     * Number of the release that this run makes. Where somebody has driven numbers so far that none could follow, it is
     * one that the log shows to be above all others: every release has an entry of its own there.
     */
    long sequence() throws IOException {
        long before = current.map(pointer -> pointer.release().sequence()).orElse(0L);
        return before < DrivenVersion.HIGHEST ? before + 1 : base.custom().log() + 1;
    }

    /** Step 5. An entry stays valid as long as manifest and sequence are the same. */
    private void log(ReleaseDraft draft) throws IOException, InterruptedException {
        long sequence = sequence();
        if (logged.filter(l ->
                        l.entry.sequence() == sequence && l.entry.manifest().equals(draft.manifest()))
                .isEmpty()) {
            LogEntry entry =
                    new LogEntry(channel, sequence, draft.manifest(), draft.height(), draft.time(), run.value());
            RepositoryLog log = desk.reader().log(base);
            long released = base.custom().log();
            long number = new LogSequence(desk.store())
                    .claim(entry, released, () -> desk.log().size(log));
            LogTree.Included included = desk.log().include(log, released, number, entry.toBytes());
            logged = Optional.of(new Logged(entry, number, included));
        }
    }

    /** Step 6: the pointer, and the page of history that it may need. */
    private void point(ReleaseDraft draft) throws IOException {
        Logged entry = logged.orElseThrow();
        Pointer pointer = pointerTo(draft, entry.entry.sequence(), entry.entry.time(), entry.number);
        if (current.isPresent()) {
            pointer = pointer.after(history(current.get()));
        }
        while (condemned.contains(path(pointer))) {
            pointer = pointer.salted(desk.salt());
        }
        byte[] document = pointer.toBytes();
        desk.store().put(path(pointer), Body.of(document), ObjectHeaders.IMMUTABLE_JSON);
        pointed = Optional.of(new Pointed(pointer, TargetFile.of(document), Optional.empty()));
    }

    /** What the channel is to point to, without its history. */
    private Pointer pointerTo(ReleaseDraft draft, long sequence, Instant time, long number) {
        Release release = new Release(
                sequence,
                draft.manifest(),
                draft.location(),
                draft.height(),
                time,
                draft.terms().approvals(),
                current.map(Pointer::unknown).orElse(UnknownFields.NONE));
        return new Pointer(
                channel.name(), release, Optional.empty(), number, draft.terms().halt(), rollback(draft), History.NONE);
    }

    /**
     * What the rules of the base refuse is never claimed in the log, nor shown to a witness; and as these may be others
     * once the base has moved, it is never signed for either.
     */
    private void requireAllowed(Pointer pointer) throws IOException {
        try {
            ChannelCheck.check(policy(), channel, pointer);
        } catch (RulesBroken e) {
            throw new CommitException.NotAllowed(channel.name(), e);
        }
    }

    private Policy policy() throws IOException {
        Policy read = policy;
        if (read == null) {
            read = desk.reader().policy(base);
            policy = read;
        }
        return read;
    }

    /** The rollback of this release, or the last one, as long as somebody may have seen what was higher before it. */
    private Optional<Rollback> rollback(ReleaseDraft draft) {
        return draft.terms()
                .rollback()
                .or(() -> current.flatMap(Pointer::rollback)
                        .filter(back ->
                                back.ceiling().orElse(-1L) >= draft.height().orElse(0L)));
    }

    private String path(Pointer pointer) {
        return RepositoryPaths.target(channel.target(), Digest.of(pointer.toBytes()));
    }

    private History history(Pointer before) throws IOException {
        Release release = before.release().plain();
        History.Grown grown = before.history().plus(release);
        while (grown.page().isPresent()
                && condemned.contains(ObjectRef.to(grown.page().get()).path())) {
            grown = before.history().plusSalted(release, desk.salt());
        }
        if (grown.page().isPresent()) {
            byte[] page = grown.page().get();
            desk.store().put(ObjectRef.to(page).path(), Body.of(page), ObjectHeaders.IMMUTABLE_JSON);
        }
        return grown.history();
    }

    /** Steps 7 and 8. */
    private Committer.Attempt sign() throws IOException {
        requireAllowed(pointer());
        Renewals.Due due = desk.renewals().due(base, Optional.of(channel));
        expiring = due.left();
        List<SignedFile<TargetsMetadata>> changed = new ArrayList<>(due.documents());
        changed.add(role());
        Committer.Attempt attempt = desk.committer()
                .sign(base, changed, base.custom().withLog(logged.orElseThrow().number + 1), triedSnapshot);
        triedSnapshot = attempt.snapshotVersion();
        return attempt;
    }

    /** The channel's document: the one that was written before, if it stands above the base's. */
    private SignedFile<TargetsMetadata> role() throws IOException {
        Pointed now = pointed.orElseThrow();
        long version = base.channelVersion(channel);
        if (now.role.isPresent() && now.role.get().version() > version) {
            return now.role.get();
        }
        RepositoryState known = desk.reader().withChannel(base, channel);
        try {
            SignedFile<TargetsMetadata> role = desk.writer()
                    .writeNext(
                            version + 1,
                            next -> desk.signer().pointChannel(known.trusted(), channel, now.target, next, desk.now()));
            pointed = Optional.of(new Pointed(now.pointer, now.target, Optional.of(role)));
            return role;
        } catch (MissingKey e) {
            throw new CommitException.Unsigned(e);
        }
    }

    private Pointer pointer() {
        return pointed.orElseThrow().pointer;
    }

    /** Whether a pointer, or its history, has the release of this run (section 9). */
    private boolean isMine(Pointer there) throws IOException {
        if (there.log() == pointer().log() && isMine(there.release())) {
            return true;
        }
        History history = there.history();
        while (true) {
            if (history.releases().stream().anyMatch(this::isMine)) {
                return true;
            }
            boolean older = history.releases().stream()
                    .allMatch(
                            release -> release.sequence() > pointer().release().sequence());
            if (!older || history.older().isEmpty()) {
                return false;
            }
            history = desk.reader().page(history.older().get());
        }
    }

    private boolean isMine(Release release) {
        Release mine = pointer().release();
        return release.sequence() == mine.sequence()
                && release.manifest().equals(mine.manifest())
                && release.location().equals(mine.location());
    }

    /** Step 10.3. */
    private void requireMine(RepositoryState now, Optional<Pointer> there) throws IOException {
        desk.requireAuthority(now);
        if (!now.knows(channel)) {
            throw new CommitException.UnknownChannel(channel.name());
        }
        if (!there.equals(current)) {
            Optional<RunId> who = there.isPresent()
                    ? new LogSequence(desk.store()).run(there.get().log())
                    : Optional.empty();
            throw new CommitException.ChannelMoved(channel.name(), who);
        }
    }

    /** Where another key signs the log by now, a checkpoint of it has to have this run's entry as well. */
    private void signLogAnew(RepositoryState now) throws IOException, InterruptedException {
        RepositoryLog log = desk.reader().log(now);
        RepositoryLog old = desk.reader().log(base);
        if (!log.keys().equals(old.keys())) {
            Logged before = logged.orElseThrow();
            LogTree.Included anew = desk.log().signAnew(old, log, now.custom().log(), before.number + 1);
            boolean proven = before.included.proven() && anew.proven();
            logged = Optional.of(
                    new Logged(before.entry, before.number, new LogTree.Included(proven, anew.witnessed())));
        }
    }

    /** Step 10.4: takes the new base, and says what has to be made again on it. */
    private Set<String> rebase(RepositoryState now, ReleaseDraft draft) throws IOException, InterruptedException {
        signLogAnew(now);
        if (now.rootVersion() != base.rootVersion()) {
            // Who signed for the channel may do so no more, whatever the version.
            pointed = pointed.map(before -> new Pointed(before.pointer, before.target, Optional.empty()));
            attest(now, draft);
        }
        boolean sameList = now.condemnedNumber() == base.condemnedNumber();
        base = now;
        policy = null;
        if (sameList) {
            return Set.of();
        }
        condemned = desk.reader().condemned(now).objects();
        return new Reliances(desk.store(), condemned).toMakeAgain(draft, timestamps, pointer(), current);
    }
}
