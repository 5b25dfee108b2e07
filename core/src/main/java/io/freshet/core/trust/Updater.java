package io.freshet.core.trust;

import io.freshet.core.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One update of what is trusted about a repository (clause 5), over several mirrors and what was kept of earlier
 * updates: first {@link #refresh}, then any number of {@link #find} and {@link #fetch}. A mirror that gives what must
 * not be trusted is left for the next; {@link #verdicts} says what each did. For one thread.
 */
public final class Updater {

    private final LocalTrust local;
    private final MirrorRound mirrors;
    private final Instant now;
    private @Nullable TrustedState state;

    /**
     * An update that begins at {@code now} (clause 5.1), which is the time of all its checks.
     *
     * @param store what is kept from one update to the next
     * @param source the mirrors
     */
    public Updater(TrustStore store, MetadataSource source, Instant now) {
        this.local = new LocalTrust(store);
        this.mirrors = new MirrorRound(source);
        this.now = now;
    }

    /**
     * A target and what is trusted about it.
     *
     * @param path the target's path
     * @param role the role that lists it
     * @param file its length and hashes
     * @param object where it lies in the repository
     */
    public record Located(String path, String role, TargetFile file, String object) {

        /** The target's path as the name of one file, none of which leads anywhere else. */
        public String fileName() {
            return PercentCode.encode(path, "");
        }
    }

    /**
     * The first root of a repository, from whichever mirror has the one with this SHA-256: for nodes that were given
     * only that.
     */
    public static byte[] findRoot(MetadataSource source, Digest sha256) throws TrustException {
        String path = RepositoryPaths.metadata(RoleName.ROOT, 1);
        Hashes expected = Hashes.of(sha256);
        return new MirrorRound(source).first(path, MetadataLimits.ROOT.maxBytes(), bytes -> {
            requireLength(path, bytes, MetadataLimits.ROOT.maxBytes());
            expected.verify(path, bytes);
            return bytes;
        });
    }

    /**
     * Brings root, timestamp, snapshot and the top-level targets up to date (clauses 5.2 to 5.6.6).
     *
     * @param givenRoot the root.json that this node was given; may be empty where an earlier update has kept one
     * @throws TrustException why nothing current could be trusted
     * @throws IOException if what is kept can't be read or written
     */
    public TrustedState refresh(Optional<byte[]> givenRoot) throws TrustException, IOException {
        TrustedState begun = local.open(givenRoot);
        TrustedState rooted = updateRoot(begun);
        TrustedState timed = updateTimestamp(rooted);
        TrustedState snapped = updateSnapshot(timed);
        TrustedState done = updateTargets(snapped);
        state = done;
        return done;
    }

    /** Clause 5.3. */
    private TrustedState updateRoot(TrustedState begun) throws TrustException, IOException {
        TrustedState trusted = begun;
        for (int i = 0; i < MetadataLimits.ROOT_ROTATIONS; i++) {
            Optional<TrustedState> next = nextRoot(trusted);
            if (next.isEmpty()) {
                break;
            }
            trusted = next.get();
        }
        trusted.requireUnexpiredRoot(now);
        return trusted;
    }

    private Optional<TrustedState> nextRoot(TrustedState trusted) throws TrustException, IOException {
        String path = trusted.nextRootPath();
        List<MirrorVerdict> failures = new ArrayList<>();
        for (MirrorRound.Answer answer : mirrors.askAll(path, MetadataLimits.ROOT.maxBytes())) {
            switch (answer) {
                case MirrorRound.Answer.None none -> failures.add(none.verdict());
                case MirrorRound.Answer.Bytes given -> {
                    try {
                        TrustedState next = trusted.updateRoot(given.bytes());
                        local.replaceRoot(next, given.bytes());
                        return Optional.of(next);
                    } catch (TrustException e) {
                        MirrorVerdict refused = new MirrorVerdict.Refused(given.mirror(), path, e);
                        mirrors.add(refused);
                        failures.add(refused);
                    }
                }
            }
        }
        // 5.3.3: that there is no next version is how the chain ends.
        if (failures.stream().anyMatch(MirrorVerdict.Absent.class::isInstance)) {
            return Optional.empty();
        }
        throw MirrorRound.failure(path, failures);
    }

    /** Clause 5.4. */
    private TrustedState updateTimestamp(TrustedState trusted) throws TrustException, IOException {
        List<TimestampSurvey.Candidate> candidates = new ArrayList<>();
        List<MirrorVerdict> silent = new ArrayList<>();
        String path = RepositoryPaths.TIMESTAMP;
        for (MirrorRound.Answer answer : mirrors.askAll(path, MetadataLimits.TIMESTAMP.maxBytes())) {
            switch (answer) {
                case MirrorRound.Answer.None none -> silent.add(none.verdict());
                case MirrorRound.Answer.Bytes given ->
                    candidates.add(new TimestampSurvey.Candidate(given.mirror(), given.bytes()));
            }
        }
        silent.stream().filter(MirrorVerdict.Absent.class::isInstance).forEach(mirrors::add);
        TimestampSurvey survey = TimestampSurvey.of(trusted, candidates, silent, now);
        survey.verdicts().forEach(mirrors::add);
        TrustedState next = survey.state();
        if (!next.timestamp().equals(trusted.timestamp())) {
            local.keep(RoleName.TIMESTAMP, survey.bytes());
        }
        return next;
    }

    /** Clause 5.5. */
    private TrustedState updateSnapshot(TrustedState trusted) throws TrustException, IOException {
        MetaFile file = trusted.timestamp().orElseThrow().signed().snapshot();
        return take(
                trusted,
                RoleName.SNAPSHOT,
                file,
                MetadataLimits.SNAPSHOT.maxBytes(),
                bytes -> trusted.updateSnapshot(bytes, now));
    }

    /** Clause 5.6, to 5.6.6. */
    private TrustedState updateTargets(TrustedState trusted) throws TrustException, IOException {
        MetaFile file = trusted.requireListed(RoleName.TARGETS);
        return take(
                trusted,
                RoleName.TARGETS,
                file,
                MetadataLimits.TARGETS.maxBytes(),
                bytes -> trusted.updateTargets(bytes, now));
    }

    private TrustedState updateDelegated(TrustedState trusted, String role, String delegator)
            throws TrustException, IOException {
        MetaFile file = trusted.requireListed(role);
        return take(
                trusted,
                role,
                file,
                MetadataLimits.TARGETS.maxBytes(),
                bytes -> trusted.updateDelegated(role, delegator, bytes, now));
    }

    /** Takes a document from what is kept, if that is the one that is current, and else from a mirror. */
    private TrustedState take(
            TrustedState trusted, String role, MetaFile file, int limit, MirrorRound.Acceptor<TrustedState> acceptor)
            throws TrustException, IOException {
        Optional<byte[]> kept = local.kept(role);
        if (kept.isPresent()) {
            try {
                return acceptor.accept(kept.get());
            } catch (TrustException e) {
                // It is of an earlier update; what is current now is asked for.
            }
        }
        String path = trusted.layout().metadata(role, file.version());
        int length = Math.min(limit, file.length().orElse(limit));
        Taken taken = mirrors.first(path, length, bytes -> new Taken(acceptor.accept(bytes), bytes));
        local.keep(role, taken.bytes());
        return taken.state();
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Taken(TrustedState state, byte[] bytes) {}

    /**
     * Looks a target up (clause 5.6.7): the top-level targets first, then the roles that its path is delegated to, in
     * order and depth first.
     *
     * @throws TrustException.NoSuchTarget if no role that may speak about it lists it
     * @throws IllegalStateException before a {@link #refresh}
     */
    public Located find(String target) throws TrustException, IOException {
        Set<String> visited = new HashSet<>();
        Deque<Visit> pending = new ArrayDeque<>(List.of(new Visit(RoleName.TARGETS, RoleName.TARGETS)));
        while (!pending.isEmpty() && visited.size() < MetadataLimits.DELEGATIONS) {
            Visit visit = pending.pop();
            if (!visited.add(visit.role())) {
                continue;
            }
            TargetsMetadata document = document(visit);
            Optional<TargetFile> file = document.target(target);
            if (file.isPresent()) {
                return located(target, visit.role(), file.get());
            }
            List<Visit> next = new ArrayList<>();
            for (Delegation delegation : covering(document, target)) {
                next.add(new Visit(delegation.name(), visit.place()));
                if (delegation.terminating()) {
                    // 5.6.7.2.1: nobody after this role is asked.
                    pending.clear();
                    break;
                }
            }
            Collections.reverse(next);
            next.forEach(pending::push);
        }
        throw new TrustException.NoSuchTarget(RepositoryPaths.TIMESTAMP, target);
    }

    private Located located(String target, String role, TargetFile file) {
        return new Located(target, role, file, state().layout().target(target, file.hashes()));
    }

    private record Visit(String role, String delegator) {

        String place() {
            return TrustedState.place(role, delegator);
        }
    }

    private static List<Delegation> covering(TargetsMetadata document, String target) {
        return document.delegations().map(Delegations::roles).orElse(List.of()).stream()
                .filter(delegation -> delegation.covers(target))
                .toList();
    }

    private TargetsMetadata document(Visit visit) throws TrustException, IOException {
        TrustedState trusted = state();
        Optional<Metadata<TargetsMetadata>> known = trusted.targets(visit.place());
        if (known.isPresent()) {
            return known.get().signed();
        }
        TrustedState next = updateDelegated(trusted, visit.role(), visit.delegator());
        state = next;
        return next.targets(visit.place()).orElseThrow().signed();
    }

    /**
     * Reads a target and verifies it (clause 5.7.3).
     *
     * @param maxBytes the most that the caller takes
     */
    public byte[] fetch(Located target, int maxBytes) throws TrustException {
        String path = target.object();
        if (target.file().length() > maxBytes) {
            throw new TrustException.LengthExceeded(path, maxBytes);
        }
        int length = (int) target.file().length();
        return mirrors.first(path, length, bytes -> {
            target.file().verify(path, bytes);
            return bytes;
        });
    }

    /** What is trusted now, the documents that {@link #find} took included. */
    public TrustedState state() {
        TrustedState present = state;
        if (present == null) {
            throw new IllegalStateException("refresh comes first");
        }
        return present;
    }

    /** What each mirror did so far: which are current, which lag, and what was refused or not answered. */
    public List<MirrorVerdict> verdicts() {
        return mirrors.verdicts();
    }

    private static void requireLength(String path, byte[] bytes, int limit) throws TrustException {
        if (bytes.length > limit) {
            throw new TrustException.LengthExceeded(path, limit);
        }
    }
}
