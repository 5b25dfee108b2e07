package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.attest.Envelope;
import io.freshet.core.manifest.Halt;
import io.freshet.core.manifest.History;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.manifest.Rollback;
import io.freshet.core.policy.ChannelCheck;
import io.freshet.core.policy.ChannelRules;
import io.freshet.core.policy.ChannelStatement;
import io.freshet.core.policy.Policy;
import io.freshet.core.policy.RulesBroken;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.ChannelSigners;
import io.freshet.core.trust.Key;
import io.freshet.core.trust.MissingKey;
import io.freshet.core.trust.RepositoryPaths;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.Signature;
import io.freshet.core.trust.SignedFile;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.TargetFile;
import io.freshet.core.trust.TargetsMetadata;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is done to channels beside publishing to them. All of it is a release: a pointer of the next number, with an entry
 * in the log; nothing is uploaded, for the snapshot is there.
 */
public final class ChannelActs {

    private final Desk desk;

    ChannelActs(Desk desk) {
        this.desk = desk;
    }

    /**
     * Releases to a channel what another one has, or has had. One that is named as its own source is released again, with
     * these approvals.
     *
     * @param from the other channel
     * @param sequence number of its release; its current one if none is given
     * @param envelopes approvals of that for {@code to}
     * @param otherNetwork whether it may be of another chain than what {@code to} has
     * @throws CommitException.OtherApproval if one of these is of something else
     * @throws CommitException.OtherNetwork if it is of another chain, and may not be
     */
    public ReleaseResult.Released promote(
            ChannelName from,
            Optional<Long> sequence,
            ChannelName to,
            List<Envelope> envelopes,
            boolean otherNetwork,
            RunId id)
            throws IOException, InterruptedException {
        RepositoryState state = desk.state();
        Release source = release(pointer(state, from), from, sequence);
        ChannelStatement said = ChannelStatement.approval(
                firstRoot(state), to, source.manifest().sha256(), source.height());
        List<Signature> approvals = new ArrayList<>();
        for (Envelope envelope : envelopes) {
            try {
                approvals.addAll(said.signaturesIn(envelope));
            } catch (IllegalArgumentException e) {
                throw new CommitException.OtherApproval(e);
            }
        }
        ReleaseRun run = new ReleaseRun(desk, to, id, state);
        run.requireRunning();
        if (run.current().isPresent() && !otherNetwork) {
            Release current = run.current().get().release();
            CommitException.OtherNetwork.check(
                    to.name(), desk.reader().chain(current), desk.reader().chain(source));
        }
        return release(run, source, new ReleaseDraft.Terms(approvals, Optional.empty(), Optional.empty()));
    }

    /**
     * Has nobody fetch from a channel until it is resumed. Nodes keep what they have.
     *
     * @param signers keys at hand, of which those sign that are on call for the channel
     */
    public ReleaseResult.Released halt(ChannelName channel, String reason, List<Signer> signers, RunId id)
            throws IOException, InterruptedException {
        RepositoryState state = desk.state();
        ReleaseRun run = new ReleaseRun(desk, channel, id, state);
        run.requireRunning();
        Release current = pointer(state, channel).release();
        Instant now = desk.now();
        ChannelStatement said = ChannelStatement.halt(firstRoot(state), channel, run.sequence(), reason, now);
        Halt halt = new Halt(reason, now, signatures(state, channel, said, signers));
        return release(run, current, new ReleaseDraft.Terms(current.approvals(), Optional.of(halt), Optional.empty()));
    }

    /** Ends a halt. */
    public ReleaseResult.Released resume(ChannelName channel, RunId id) throws IOException, InterruptedException {
        RepositoryState state = desk.state();
        Pointer pointer = pointer(state, channel);
        if (pointer.halt().isEmpty()) {
            throw new CommitException.NotHalted(channel.name());
        }
        Release current = pointer.release();
        return release(
                new ReleaseRun(desk, channel, id, state),
                current,
                new ReleaseDraft.Terms(current.approvals(), Optional.empty(), Optional.empty()));
    }

    /**
     * Takes a channel back to a release that it had, and ends a halt with that.
     *
     * @param sequence number of that release
     * @param signers keys at hand, of which those sign that are on call for the channel
     */
    public ReleaseResult.Released takeBack(
            ChannelName channel, long sequence, String reason, List<Signer> signers, RunId id)
            throws IOException, InterruptedException {
        RepositoryState state = desk.state();
        Pointer pointer = pointer(state, channel);
        Release to = release(pointer, channel, Optional.of(sequence));
        Digest manifest = to.manifest().sha256();
        ReleaseRun run = new ReleaseRun(desk, channel, id, state);
        Rollback unsigned =
                new Rollback(run.sequence() - 1, manifest, to.height(), ceiling(pointer), reason, List.of());
        ChannelStatement said = ChannelStatement.rollback(firstRoot(state), channel, unsigned);
        Rollback back = new Rollback(
                unsigned.from(),
                manifest,
                unsigned.floor(),
                unsigned.ceiling(),
                reason,
                signatures(state, channel, said, signers));
        return release(run, to, new ReleaseDraft.Terms(to.approvals(), Optional.empty(), Optional.of(back)));
    }

    /** The greatest height that anybody may have seen of a channel. */
    private static Optional<Long> ceiling(Pointer pointer) {
        Stream<Long> heights = Stream.concat(
                pointer.release().height().stream(), pointer.rollback().flatMap(Rollback::ceiling).stream());
        return heights.max(Long::compare);
    }

    private Digest firstRoot(RepositoryState state) throws IOException {
        return desk.reader().firstRoot(state.trusted().root().signed());
    }

    /**
     * Holds a channel to other rules, or to none.
     *
     * @param keys those that {@code rules} list
     * @throws CommitException.NotAllowed if the channel's current release would break them: nodes would refuse it
     * @throws CommitException.Unsigned if no key that signs the targets is at hand
     */
    public void hold(ChannelName channel, Optional<ChannelRules> rules, Collection<? extends Key> keys)
            throws IOException, InterruptedException {
        desk.commit(state -> {
            requireChannel(state, channel);
            Policy present = desk.reader().policy(state);
            Policy next = present.with(firstRoot(state), channel, rules, keys);
            if (next.equals(present)) {
                return Optional.of(present);
            }
            requireKept(state, channel, next);
            return put(state, next) ? Optional.of(next) : Optional.empty();
        });
    }

    private void requireKept(RepositoryState state, ChannelName channel, Policy policy) throws IOException {
        Optional<Pointer> current = desk.reader().pointerOf(state, channel);
        if (current.isPresent()) {
            try {
                ChannelCheck.check(policy, channel, current.get());
            } catch (RulesBroken e) {
                throw new CommitException.NotAllowed(channel.name(), e);
            }
        }
    }

    private boolean put(RepositoryState state, Policy policy) throws IOException {
        byte[] document = policy.toBytes();
        desk.store()
                .put(
                        RepositoryPaths.target(RepositorySigner.POLICY, Digest.of(document)),
                        Body.of(document),
                        ObjectHeaders.IMMUTABLE_JSON);
        boolean bind = !policy.channels().isEmpty();
        try {
            SignedFile<TargetsMetadata> targets = desk.writer()
                    .writeNext(
                            state.targetsVersion() + 1,
                            version -> desk.signer()
                                    .changePolicy(state.trusted(), TargetFile.of(document), bind, version, desk.now()));
            return desk.committer().send(state, desk.committer().sign(state, List.of(targets), state.custom(), 0));
        } catch (MissingKey e) {
            throw new CommitException.Unsigned(e);
        }
    }

    /**
     * Has others sign for a channel from now on. What it points to stays.
     *
     * @param own its own keys from now on; the online ones if none are given
     * @return who signs for it
     * @throws CommitException.Unsigned if neither a key that signs the targets nor enough of the new keys are at hand
     */
    public ChannelSigners signBy(ChannelName channel, Optional<ChannelSigners> own)
            throws IOException, InterruptedException {
        return desk.commit(state -> {
            requireChannel(state, channel);
            ChannelSigners signers = own.orElseGet(
                    () -> ChannelSigners.online(state.trusted().root().signed()));
            return signers.sign(state.trusted(), channel) || tryGive(state, channel, signers)
                    ? Optional.of(signers)
                    : Optional.empty();
        });
    }

    private boolean tryGive(RepositoryState state, ChannelName channel, ChannelSigners signers) throws IOException {
        RepositoryState known = desk.reader().withChannel(state, channel);
        try {
            SignedFile<TargetsMetadata> document = desk.writer()
                    .writeNext(
                            known.channelVersion(channel) + 1,
                            version -> desk.signer().signAnew(known.trusted(), channel, signers, version, desk.now()));
            SignedFile<TargetsMetadata> targets = desk.writer()
                    .writeNext(
                            state.targetsVersion() + 1,
                            version ->
                                    desk.signer().delegateAnew(state.trusted(), channel, signers, version, desk.now()));
            return desk.committer()
                    .send(state, desk.committer().sign(state, List.of(targets, document), state.custom(), 0));
        } catch (MissingKey e) {
            throw new CommitException.Unsigned(e);
        }
    }

    private ReleaseResult.Released release(ReleaseRun run, Release release, ReleaseDraft.Terms terms)
            throws IOException, InterruptedException {
        ReleaseDraft draft = new ReleaseDraft(
                Optional.empty(),
                release.manifest(),
                release.location(),
                release.height(),
                desk.now(),
                SnapshotPacks.of(desk.store(), release.location()),
                terms);
        return switch (run.release(draft, Timestamping.NONE)) {
            case ReleaseResult.Released released -> released;
            case ReleaseResult.MakeAgain gone ->
                throw new CommitException.Incomplete(
                        desk.store().url(), gone.objects().iterator().next());
        };
    }

    private Pointer pointer(RepositoryState state, ChannelName channel) throws IOException {
        requireChannel(state, channel);
        return desk.reader()
                .pointerOf(state, channel)
                .orElseThrow(() -> new CommitException.NothingReleased(channel.name(), Optional.empty()));
    }

    private void requireChannel(RepositoryState state, ChannelName channel) throws IOException {
        desk.requireAuthority(state);
        if (!state.knows(channel)) {
            throw new CommitException.UnknownChannel(channel.name());
        }
    }

    /** A release that the channel has, or has had. */
    private Release release(Pointer pointer, ChannelName channel, Optional<Long> sequence) throws IOException {
        long wanted = sequence.orElse(pointer.release().sequence());
        if (wanted == pointer.release().sequence()) {
            return pointer.release();
        }
        for (History history = pointer.history(); ; ) {
            for (Release release : history.releases()) {
                if (release.sequence() == wanted) {
                    return release;
                }
            }
            if (history.older().isEmpty()) {
                throw new CommitException.NothingReleased(channel.name(), sequence);
            }
            history = desk.reader().page(history.older().get());
        }
    }

    private List<Signature> signatures(
            RepositoryState state, ChannelName channel, ChannelStatement said, List<Signer> signers)
            throws IOException {
        Policy policy = desk.reader().policy(state);
        List<Signature> signatures = new ArrayList<>();
        for (Signer signer : signers) {
            if (policy.rules(channel)
                    .filter(rules -> rules.acting().contains(signer.id()))
                    .isPresent()) {
                signatures.add(said.signedBy(signer));
            }
        }
        return signatures;
    }
}
