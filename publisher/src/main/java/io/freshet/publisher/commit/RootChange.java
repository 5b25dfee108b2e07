package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.policy.Policy;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Handover;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.Lifetimes;
import io.freshet.core.trust.Metadata;
import io.freshet.core.trust.MissingKey;
import io.freshet.core.trust.RepositoryPaths;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.RootChain;
import io.freshet.core.trust.RootDraft;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.SignedFile;
import io.freshet.core.trust.TargetsMetadata;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustedState;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.Sleeper;
import io.freshet.providers.api.StoreInterrupted;
import io.freshet.providers.api.StoredObject;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Puts a new root in force at the authority of a repository. Where it gives roles to other keys, what is there is signed
 * anew, in this order:
 *
 * <ol>
 *   <li>a commit of the same contents that holds under the root before and under the new one alike: timestamp and
 *       snapshot by old keys and new ones, targets that hand the channels over, the channels by new keys;
 *   <li>followers copy it;
 *   <li>the root, by putIfAbsent. A client that sees it finds a timestamp that holds under it, and so does one that does
 *       not see it yet;
 *   <li>a commit by the new keys alone, which takes the root to the followers;
 *   <li>the log's checkpoint, signed by the new key.
 * </ol>
 *
 * <p>Clients forget what the old online keys have signed, and who has stolen one could sign anything: versions that leave
 * no room begin anew, the log ends where its sequence has its first gap, and a condemned list that nobody can read is none.
 * Versions that begin anew can't hold under the root before, so that the first commit is left out.
 *
 * <p>Wherever that ends, each client accepts what is there, and the same run again ends it. Where the old online keys are
 * not at hand, being lost, the first commit is left out: from the root on, until the last commit, clients refuse the
 * timestamp, and go on with what they have.
 */
public final class RootChange {

    private final ObjectStore store;
    private final MetadataReader reader;
    private final MetadataWriter writer;
    private final RepositorySigner signer;
    private final Clock clock;
    private final RandomGenerator random;
    private final Backoff backoff;
    private final LogTree log;
    private final byte[] bytes;
    private final TrustedState before;
    private final TrustedState next;
    /** Which channels go along. */
    private final Handover handover;
    /** Whether clients forget what the online keys before have signed. */
    private final boolean rotates;

    private final StandingDocuments documents;
    private final RepairedCustom custom;
    private final SortedMap<String, Restored> restored = new TreeMap<>();
    private StandingNotes notes = StandingNotes.NONE;

    private final boolean written;

    private RootChange(
            ObjectStore store,
            byte[] root,
            RootChain chain,
            byte[] draft,
            Keys keys,
            Map<String, Long> chosen,
            Clock clock,
            RandomGenerator random,
            Backoff backoff)
            throws IOException, TrustException {
        this.store = store;
        this.reader = new MetadataReader(store, root);
        this.writer = new MetadataWriter(store);
        this.signer = new RepositorySigner(keys, Lifetimes.DEFAULT);
        this.clock = clock;
        this.random = random;
        this.backoff = backoff;
        this.log = new LogTree(store, keys.all(), reader::newestLog, backoff, Optional.empty());
        this.bytes = draft;
        RootMetadata wanted = RootDraft.read("the draft", draft).root();
        wanted.requireSignable();
        chain.requireFirst(wanted);
        long newest = chain.newest().root().signed().version();
        this.before = chain.at(wanted.version() - 1)
                .orElseThrow(() -> CommitException.RootMoved.untouched(store.url(), wanted.version(), newest));
        this.next = before.updateRoot(draft);
        next.requireUnexpiredRoot(clock.instant());
        this.rotates = next.root().signed().replacesOnlineKeys(before.root().signed());
        this.handover =
                Handover.of(rotates ? whole(store, chain) : chain, next.root().signed());
        this.documents = new StandingDocuments(store, reader, handover, chosen);
        this.custom = new RepairedCustom(store, new CountedSequence(new LogSequence(store)), reader, before, next);
        this.written = newest >= wanted.version();
        if (!written) {
            // One that is in force can only be ended, whatever it says.
            wanted.requireUnobjectionable(Optional.of(before.root().signed()));
        }
        if (newest > wanted.version() || (written && !isThere())) {
            throw CommitException.RootMoved.untouched(store.url(), wanted.version(), newest);
        }
        if (!rotates && !chosen.isEmpty()) {
            throw new IllegalArgumentException(
                    "which documents stand is said where online keys are replaced, and this root leaves them as they"
                            + " are");
        }
    }

    /**
     * Looks whether every client will accept a root, by the steps that clients take.
     *
     * @param store the authority
     * @param root a root of the repository that is trusted
     * @param draft the root that is to follow the newest one there
     * @param chosen versions that are to stand of some roles' documents, whatever the snapshot names that was signed by
     *     the online keys before
     * @throws TrustException if clients would refuse the draft: it lacks signatures, or has expired
     * @throws CommitException if another root is there by now
     * @throws IllegalArgumentException if a role of the draft could not be signed for by anybody, it names another
     *     repository's first root or none any more, or nodes would not find the repository's documents by it; or if
     *     documents are chosen of roles that there are not
     */
    public static RootChange open(
            ObjectStore store,
            byte[] root,
            byte[] draft,
            Keys keys,
            Map<String, Long> chosen,
            Clock clock,
            RandomGenerator random,
            Sleeper sleeper)
            throws IOException, InterruptedException, TrustException {
        RootChain chain = follow(store, RootChain.from("the root that was given", root));
        RootChange change =
                new RootChange(store, root, chain, draft, keys, chosen, clock, random, new Backoff(sleeper, random));
        change.requireAuthority();
        return change;
    }

    /** A chain of roots with those that follow at {@code store}. */
    public static RootChain follow(ObjectStore store, RootChain chain) throws IOException, TrustException {
        RootChain longer = chain;
        while (true) {
            Optional<StoredObject> next = store.get(longer.newest().nextRootPath(), RootChain.MAX_BYTES);
            if (next.isEmpty()) {
                return longer;
            }
            longer = longer.then(next.get().bytes());
        }
    }

    /**
     * A chain with the roots that were before its first one, as {@code store} has them: by their keys may have signed
     * whoever counts for nothing now.
     *
     * @throws CommitException.NoFirstRoot if it does not say which the first one was, here and
     * @throws FormatException if they are others
     */
    private static RootChain whole(ObjectStore store, RootChain chain) throws IOException, TrustException {
        Metadata<RootMetadata> given = chain.roots().getFirst();
        if (given.signed().version() == 1) {
            return chain;
        }
        Digest first = chain.firstRoot().orElseThrow(CommitException.NoFirstRoot::new);
        String path = RepositoryPaths.metadata(RoleName.ROOT, 1);
        byte[] bytes = store.get(path, RootChain.MAX_BYTES)
                .orElseThrow(() -> new CommitException.Incomplete(store.url(), path))
                .bytes();
        if (!Digest.of(bytes).equals(first)) {
            throw new FormatException(path, "is not the repository's first root, which has the SHA-256 " + first)
                    .in(store.url());
        }
        RootChain whole = follow(store, RootChain.from(path, bytes));
        if (whole.roots().stream().noneMatch(root -> Arrays.equals(root.bytes(), given.bytes()))) {
            throw new FormatException(path, "does not lead to the root that was given").in(store.url());
        }
        return whole;
    }

    /**
     * The channels with keys of their own, as the authority has them now.
     *
     * @param chain roots of the repository from one that is trusted on
     * @param next the root that is to come
     */
    public static List<Handover.OwnKeys> own(ObjectStore store, RootChain chain, RootMetadata next)
            throws IOException, TrustException {
        byte[] trusted = chain.roots().getFirst().bytes();
        return own(
                new MetadataReader(store, trusted)
                        .read()
                        .orElseThrow(() -> new CommitException.NoRepository(store.url())),
                Handover.of(chain.firstRoot().isPresent() ? whole(store, chain) : chain, next));
    }

    private static List<Handover.OwnKeys> own(RepositoryState state, Handover handover) {
        return handover.own(state.targets());
    }

    /** The channels that this change leaves to keys of their own. */
    public List<Handover.OwnKeys> own() throws IOException, InterruptedException {
        return own((written ? readable() : read(before)).state(), handover);
    }

    /**
     * A document that was chosen.
     *
     * @param version that stands from now on
     * @param named what the snapshot named before; 0 where that was nothing
     */
    public record Restored(String role, long version, long named) {}

    /** What was chosen, and is named by now. */
    public List<Restored> restored() {
        return List.copyOf(restored.values());
    }

    /** What is to be said of the documents that were taken over. */
    public StandingNotes notes() {
        return notes;
    }

    /** Brings followers up to date with the authority; that one fails is not this change's concern. */
    @FunctionalInterface
    public interface Following {
        void follow() throws IOException, InterruptedException;
    }

    /**
     * Puts the root in force; a run that died is ended by the same call.
     *
     * @param following called whenever there is something new for followers
     * @return why the log could not be signed by the new key: the root is in force, and the next release tries again
     */
    public Optional<IOException> publish(Following following) throws IOException, InterruptedException {
        if (!written) {
            prepare(following);
            write();
        }
        conclude();
        following.follow();
        Optional<IOException> unsigned = signLog();
        if (unsigned.isEmpty()) {
            following.follow();
        }
        return unsigned;
    }

    /** What of the log was made again to be signed. */
    public RemadeTiles remade() {
        return log.remade();
    }

    /** A log that was damaged keeps no key from being replaced. */
    private Optional<IOException> signLog() throws StoreInterrupted, InterruptedException {
        try {
            RepositoryState state = readable().state();
            long released = state.custom().log();
            log.signAnew(custom.log(), reader.log(state), released, released);
            return Optional.empty();
        } catch (StoreInterrupted e) {
            throw e;
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    /** The commit that holds under both roots, or the certainty that the one that comes after the root can be signed. */
    private void prepare(Following following) throws IOException, InterruptedException {
        Refusals refusals = new Refusals(store.url());
        for (int race = 0; ; race++) {
            Standing found = read(before);
            refusals.look(found.state());
            if (fits(found)) {
                return;
            }
            if (beginsAnew(found.state()) || (rotates && found.rollsBack())) {
                sign(found, signer.under(next.root().signed()));
                return;
            }
            Committer.Attempt attempt;
            RepositorySigner both = signer.underBothAnd(next.root().signed());
            try {
                attempt = sign(found, both);
            } catch (CommitException.Unsigned e) {
                sign(found, signer.under(next.root().signed()));
                return;
            }
            if (committer(both).send(found.state(), attempt)) {
                note(found);
                following.follow();
                return;
            }
            backoff.await(race);
        }
    }

    /** What was committed. */
    private void note(Standing found) {
        found.otherwise()
                .forEach((role, document) -> restored.put(
                        role,
                        new Restored(role, document.version(), found.state().namedVersion(role))));
        notes = notes.plus(found.notes().without(restored.keySet()));
    }

    private void write() throws IOException {
        store.putIfAbsent(path(), Body.of(bytes), ObjectHeaders.IMMUTABLE_JSON);
        if (!isThere()) {
            throw CommitException.RootMoved.overtaken(
                    store.url(), next.root().signed().version());
        }
    }

    /** The commit by the new keys. Whoever has none of them may still change a root that leaves what is there valid. */
    private void conclude() throws IOException, InterruptedException {
        RepositorySigner alone = signer.under(next.root().signed());
        Refusals refusals = new Refusals(store.url());
        for (int race = 0; ; race++) {
            Standing found = readable();
            refusals.look(found.state());
            if (fits(found) && !signer.canCommit(next.root().signed())) {
                note(found);
                return;
            }
            if (committer(alone).send(found.state(), sign(found, alone))) {
                note(found);
                return;
            }
            backoff.await(race);
        }
    }

    /** What is there, by the new root where it holds under that: else somebody with old keys was faster. */
    private Standing readable() throws IOException, InterruptedException {
        try {
            return read(next);
        } catch (CommitException.Untrusted e) {
            return read(before);
        }
    }

    /** Where clients forget what the online keys have signed, it counts for no more here. */
    private Standing read(TrustedState root) throws IOException, InterruptedException {
        return rotates
                ? documents.read(root, root == before)
                : Standing.asNamed(
                        reader.readUnder(root).orElseThrow(() -> new CommitException.NoRepository(store.url())));
    }

    /** Whether all that is there holds under the new root. */
    private boolean fits(Standing found) {
        RootMetadata root = next.root().signed();
        TrustedState trusted = found.state().trusted();
        return (!rotates || found.isNamed())
                && root.accepts(RoleName.TIMESTAMP, trusted.timestamp().orElseThrow())
                && root.accepts(RoleName.SNAPSHOT, trusted.snapshot().orElseThrow())
                && fits(trusted.targets(RoleName.TARGETS).orElseThrow());
    }

    private boolean fits(Metadata<TargetsMetadata> targets) {
        RootMetadata root = next.root().signed();
        return root.accepts(RoleName.TARGETS, targets) && handover.isDone(targets.signed());
    }

    /** No commit can hold under both roots then: by the root before none would follow, or stay below the new ones. */
    private boolean beginsAnew(RepositoryState state) {
        return rotates && DrivenVersion.isIn(state, going(state));
    }

    /** The channels that go along. */
    private List<ChannelName> going(RepositoryState state) {
        return handover.taken(state.targets()).stream()
                .filter(channel -> state.has(channel) || state.knows(channel))
                .toList();
    }

    private Committer.Attempt sign(Standing found, RepositorySigner by) throws IOException {
        RepositoryState state = found.state();
        boolean anew = beginsAnew(state);
        try {
            List<SignedFile<TargetsMetadata>> changed =
                    new ArrayList<>(found.otherwise().values());
            if (!fits(state.trusted().targets(RoleName.TARGETS).orElseThrow())) {
                changed.addAll(targets(state, by));
            }
            return committer(by)
                    .sign(
                            state,
                            changed,
                            rotates ? found.strangers() : Set.of(),
                            rotates ? custom.of(found) : state.custom(),
                            anew ? DrivenVersion.before(random) : state.snapshotVersion(),
                            anew ? DrivenVersion.before(random) : state.timestampVersion());
        } catch (MissingKey e) {
            throw new CommitException.Unsigned(e);
        }
    }

    private List<SignedFile<TargetsMetadata>> targets(RepositoryState state, RepositorySigner by)
            throws IOException, MissingKey {
        List<SignedFile<TargetsMetadata>> changed = new ArrayList<>();
        changed.add(writer.writeNext(
                state.targetsVersion() + 1,
                version -> by.handOver(state.trusted(), handover, version, clock.instant())));
        for (ChannelName channel : going(state)) {
            RepositoryState known = state.has(channel) || rotates ? state : reader.withChannel(state, channel);
            long version = DrivenVersion.isIn(state, channel)
                    ? DrivenVersion.before(random)
                    : Math.max(state.channelVersion(channel), known.documentVersion(channel));
            changed.add(writer.writeNext(
                    version + 1,
                    next -> by.handOverChannel(known.trusted(), channel, handover, next, clock.instant())));
        }
        return changed;
    }

    private Committer committer(RepositorySigner by) {
        return new Committer(store, writer, by, clock);
    }

    private void requireAuthority() throws IOException, InterruptedException {
        Policy policy = reader.policy((written ? readable() : read(before)).state());
        if (!policy.authority().equals(store.url())) {
            throw new CommitException.NotTheAuthority(policy.authority());
        }
    }

    private String path() {
        return RepositoryPaths.metadata(RoleName.ROOT, next.root().signed().version());
    }

    private boolean isThere() throws IOException {
        return store.get(path(), RootChain.MAX_BYTES)
                .map(there -> Arrays.equals(there.bytes(), bytes))
                .orElse(false);
    }
}
