package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.policy.ChannelRules;
import io.freshet.core.policy.Policy;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.ChannelSigners;
import io.freshet.core.trust.Contact;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.Lifetimes;
import io.freshet.core.trust.MissingKey;
import io.freshet.core.trust.RepositoryPaths;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.RootChain;
import io.freshet.core.trust.SignedFile;
import io.freshet.core.trust.SnapshotCustom;
import io.freshet.core.trust.TargetFile;
import io.freshet.core.trust.TargetsMetadata;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustedState;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.Sleeper;
import io.freshet.providers.api.StoreInterrupted;
import io.freshet.publisher.witness.WitnessReport;
import io.freshet.publisher.witness.Witnesses;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A repository at its authority, for whoever holds keys to it. */
public final class Repository {

    /** Nothing depends on the descriptor: nobody waits for it for long. */
    private static final int MAX_RACES = 8;

    private final MetadataReader reader;
    private final Desk desk;

    private Repository(MetadataReader reader, Desk desk) {
        this.reader = reader;
        this.desk = desk;
    }

    private Repository(
            ObjectStore store, byte[] root, Keys keys, Clock clock, RandomGenerator random, Sleeper sleeper) {
        this.reader = new MetadataReader(store, root);
        RepositorySigner signer = new RepositorySigner(keys, Lifetimes.DEFAULT);
        MetadataWriter writer = new MetadataWriter(store);
        Backoff backoff = new Backoff(sleeper, random);
        this.desk = new Desk(
                store,
                reader,
                writer,
                signer,
                new Renewals(writer, reader, signer, Lifetimes.DEFAULT, clock),
                new Committer(store, writer, signer, clock),
                new LogTree(store, keys.all(), reader::newestLog, backoff, Optional.empty()),
                backoff,
                clock,
                random);
    }

    /**
     * Makes a new repository. Its timestamp, written last and only where there is none, is what makes it one.
     *
     * @param store the destination that decides from now on
     * @param channels to begin with
     * @param mirrors what the descriptor tells users, if anything
     * @return the root metadata: what a node is given
     */
    public static byte[] init(
            ObjectStore store, Keys keys, Collection<ChannelName> channels, List<String> mirrors, Clock clock)
            throws IOException {
        return init(store, keys, Optional.empty(), channels, mirrors, clock, root -> {});
    }

    /** Keeps the root metadata of a repository that is about to be one. */
    @FunctionalInterface
    public interface RootKeeper {
        /** Returns when it is durable: without it the repository is of no use to anybody. */
        void keep(byte[] root) throws IOException;
    }

    /**
     * The same; where it fails, it may be repeated with the same keys until it does not.
     *
     * @param contact whom those who trust the repository are told to ask
     * @param keeper is given the root metadata before the repository is one
     */
    public static byte[] init(
            ObjectStore store,
            Keys keys,
            Optional<Contact> contact,
            Collection<ChannelName> channels,
            List<String> mirrors,
            Clock clock,
            RootKeeper keeper)
            throws IOException {
        return init(
                store,
                (signer, policy, now) -> signer.init(contact, channels, policy, now),
                keys,
                channels,
                mirrors,
                clock,
                keeper);
    }

    /**
     * The same under a root of version 1 that others have made and signed; {@code keys} need to have those that it gives
     * targets, snapshot and timestamp.
     *
     * @throws TrustException if it is not signed as it says itself, has expired, or is of another version
     * @throws IllegalArgumentException if nobody could sign for one of its roles, or a key is not listed under its own id
     */
    public static byte[] init(
            ObjectStore store,
            byte[] root,
            Keys keys,
            Collection<ChannelName> channels,
            List<String> mirrors,
            Clock clock,
            RootKeeper keeper)
            throws IOException, TrustException {
        TrustedState first = RootChain.ofNewRepository("the root that was given", root, clock.instant());
        first.root().signed().requireSignable();
        first.root().signed().requireUnobjectionable(Optional.empty());
        return init(
                store,
                (signer, policy, now) -> signer.init(first.root(), channels, policy, now),
                keys,
                channels,
                mirrors,
                clock,
                keeper);
    }

    /** Signs the first documents. */
    private interface Beginning {
        List<SignedFile<?>> sign(RepositorySigner signer, TargetFile policy, Instant now)
                throws MissingKey, IOException;
    }

    private static byte[] init(
            ObjectStore store,
            Beginning beginning,
            Keys keys,
            Collection<ChannelName> channels,
            List<String> mirrors,
            Clock clock,
            RootKeeper keeper)
            throws IOException {
        if (store.stat(RepositoryPaths.TIMESTAMP).isPresent()) {
            throw new CommitException.AlreadyThere(store.url());
        }
        byte[] policy = Policy.of(store.url(), 1).toBytes();
        List<SignedFile<?>> documents = firstDocuments(beginning, keys, policy, clock.instant());
        store.put(
                RepositoryPaths.target(RepositorySigner.POLICY, Digest.of(policy)),
                Body.of(policy),
                ObjectHeaders.IMMUTABLE_JSON);
        for (SignedFile<?> document : documents.subList(0, documents.size() - 1)) {
            store.put(document.path(), Body.of(document.bytes()), ObjectHeaders.IMMUTABLE_JSON);
        }
        new DescriptorFile(store).write(mirrors, channels);
        byte[] root = documents.getFirst().bytes();
        keeper.keep(root);
        SignedFile<?> timestamp = documents.getLast();
        Body body = Body.of(timestamp.bytes());
        if (!(store.putIfAbsent(timestamp.path(), body, ObjectHeaders.MUTABLE_JSON) instanceof PutResult.Stored)) {
            throw new CommitException.AlreadyThere(store.url());
        }
        return root;
    }

    /** Whether the repository at {@code store} was made, and this is its first root. */
    public static boolean isMade(ObjectStore store, byte[] root) throws IOException {
        String first = RepositoryPaths.metadata(RoleName.ROOT, 1);
        return store.stat(RepositoryPaths.TIMESTAMP).isPresent()
                && store.get(first, FollowerStamp.MAX_ROOT)
                        .map(there -> Arrays.equals(there.bytes(), root))
                        .orElse(false);
    }

    /**
     * Opens the repository at {@code store}, which must be its authority.
     *
     * @param root the root metadata that came with the keys
     * @param random for delays and salts
     * @param sleeper waits between attempts, when others are faster
     */
    public static Repository open(
            ObjectStore store, byte[] root, Keys keys, Clock clock, RandomGenerator random, Sleeper sleeper)
            throws IOException {
        Repository repository = new Repository(store, root, keys, clock, random, sleeper);
        repository.desk.requireAuthority(repository.desk.state());
        return repository;
    }

    /** The same, whose log's checkpoints these witnesses are asked to cosign. */
    public Repository witnessedBy(Witnesses witnesses) {
        return new Repository(reader, desk.witnessedBy(witnesses));
    }

    /**
     * Asks the witnesses that have not cosigned the log's checkpoint yet; a release has that done with it.
     *
     * @return who has cosigned; nothing where nobody is to be asked, or nothing is logged
     */
    public Optional<WitnessReport> witness() throws IOException, InterruptedException {
        return desk.log().isWitnessed() ? desk.log().witness(reader.log(desk.state())) : Optional.empty();
    }

    /** What of the log was made again, since this was opened, by whatever was done with it. */
    public RemadeTiles remade() {
        return desk.log().remade();
    }

    /** The rules of the repository of which {@code store} has a copy. */
    public static Optional<Policy> policyAt(ObjectStore store, byte[] root) throws IOException {
        MetadataReader reader = new MetadataReader(store, root);
        Optional<RepositoryState> state = reader.read();
        return state.isEmpty() ? Optional.empty() : Optional.of(reader.policy(state.get()));
    }

    /** What a channel points to; nothing where it was never released to. */
    public Optional<Pointer> pointer(ChannelName channel) throws IOException {
        return reader.pointerOf(desk.state(), channel);
    }

    /** All channels. */
    public List<ChannelName> channels() throws IOException {
        return desk.state().channels();
    }

    /** Adds a channel that the online keys sign for, unless it is there. */
    public void addChannel(ChannelName channel) throws IOException, InterruptedException {
        addChannel(channel, Optional.empty());
    }

    /**
     * Adds a channel, unless it is there.
     *
     * @param own keys of its own that sign for it, if it has any
     * @return whether it can be released to; where it has keys of its own, and they are not here, the first run that has
     *     them ends this
     * @throws CommitException.OtherKeys if others sign for it
     */
    public boolean addChannel(ChannelName channel, Optional<ChannelSigners> own)
            throws IOException, InterruptedException {
        return desk.commit(state -> {
            desk.requireAuthority(state);
            if (own.isPresent() && state.delegates(channel)) {
                requireSame(state, channel, own.get());
                if (!state.knows(channel) && !desk.signer().canSign(own.get().role())) {
                    return Optional.of(false);
                }
            }
            return state.knows(channel) || tryAdd(state, channel, own) ? Optional.of(true) : Optional.empty();
        });
    }

    private static void requireSame(RepositoryState state, ChannelName channel, ChannelSigners signers)
            throws CommitException {
        if (!signers.sign(state.trusted(), channel)) {
            throw new CommitException.OtherKeys(channel.name(), state.signers(channel.role()));
        }
    }

    /**
     * Adds a channel to the descriptor at the authority, unless it is there; where there is no descriptor, one of all
     * channels is made.
     *
     * @return why it could not be done; the repository is as it should be without that
     */
    public Optional<IOException> describe(ChannelName channel) throws StoreInterrupted, InterruptedException {
        try {
            DescriptorFile descriptor = new DescriptorFile(desk.store());
            for (int race = 0; race < MAX_RACES; race++) {
                if (descriptor.add(channel, this::channels)) {
                    return Optional.empty();
                }
                desk.backoff().await(race);
            }
            return Optional.of(new IOException("it was changed, or its write refused, " + MAX_RACES + " times"));
        } catch (StoreInterrupted e) {
            throw e;
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    /**
     * Begins a run that shall release a new snapshot to a channel, which is added if it is new and a root key is at hand.
     *
     * @throws CommitException.Halted if the channel is halted
     * @throws CommitException.NotAllowed if only what was approved before may be released to it
     */
    public ReleaseRun begin(ChannelName channel, RunId run) throws IOException, InterruptedException {
        addChannel(channel);
        RepositoryState state = desk.state();
        ReleaseRun begun = new ReleaseRun(desk, channel, run, state);
        begun.requireRunning();
        Optional<ChannelRules> rules = reader.policy(state).rules(channel);
        if (rules.isPresent()) {
            throw new CommitException.NotAllowed(
                    channel.name(), rules.get().approvers().threshold());
        }
        return begun;
    }

    /** What is done to channels beside publishing to them. */
    public ChannelActs acts() {
        return new ChannelActs(desk);
    }

    /**
     * Signs again what has less than half of its life left, as far as the keys are at hand: for a run that has nothing
     * else to commit. Every release does the same along the way.
     *
     * @return what is due still: its keys are elsewhere
     */
    public List<Expiring> renew() throws IOException, InterruptedException {
        return desk.commit(state -> {
            Renewals.Due due = desk.renewals().due(state, Optional.empty());
            boolean nothing =
                    !due.root() && due.documents().isEmpty() && !desk.renewals().isDue(state);
            // A new root is followed by a commit, which followers copy it with.
            return nothing || commit(state, due.documents(), state.custom())
                    ? Optional.of(due.left())
                    : Optional.empty();
        });
    }

    /** The same, with what was done to each document. */
    public Renewal renewal() throws IOException, InterruptedException {
        return new RenewalRun(desk, this::renew).run();
    }

    /** Brings a follower up to date with this authority. */
    public CopyReport copyTo(ObjectStore follower) throws IOException, InterruptedException {
        return new FollowerCopy(desk, follower).run();
    }

    /** What all the parts of a commit share. */
    Desk desk() {
        return desk;
    }

    /** Commits a change other than a release; whether it was made is not known where this says no. */
    boolean commit(RepositoryState state, List<SignedFile<TargetsMetadata>> changed, SnapshotCustom custom)
            throws IOException {
        return desk.committer().send(state, desk.committer().sign(state, changed, custom, 0));
    }

    /** Takes the next of the two steps to a new channel: the delegation, then its first document. */
    private boolean tryAdd(RepositoryState state, ChannelName channel, Optional<ChannelSigners> own)
            throws IOException {
        boolean delegated = state.delegates(channel);
        try {
            SignedFile<TargetsMetadata> next = delegated
                    ? desk.writer()
                            .writeNext(
                                    1,
                                    version ->
                                            desk.signer().emptyChannel(state.trusted(), channel, version, desk.now()))
                    : delegation(state, channel, own);
            return commit(state, List.of(next), state.custom()) && delegated;
        } catch (MissingKey e) {
            throw delegated ? new CommitException.Unsigned(e) : new CommitException.UnknownChannel(channel.name());
        }
    }

    private SignedFile<TargetsMetadata> delegation(
            RepositoryState state, ChannelName channel, Optional<ChannelSigners> own) throws IOException, MissingKey {
        ChannelSigners signers =
                own.orElseGet(() -> ChannelSigners.online(state.trusted().root().signed()));
        return desk.writer()
                .writeNext(
                        state.targetsVersion() + 1,
                        version -> desk.signer().addChannel(state.trusted(), channel, signers, version, desk.now()));
    }

    private static List<SignedFile<?>> firstDocuments(Beginning beginning, Keys keys, byte[] policy, Instant now)
            throws IOException {
        try {
            return beginning.sign(new RepositorySigner(keys, Lifetimes.DEFAULT), TargetFile.of(policy), now);
        } catch (MissingKey e) {
            throw new CommitException.Unsigned(e);
        }
    }
}
