package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Descriptor;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.Lifetimes;
import io.freshet.core.trust.MissingKey;
import io.freshet.core.trust.RepositoryPaths;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.SignedFile;
import io.freshet.core.trust.TargetFile;
import io.freshet.core.trust.TargetsMetadata;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.PutResult;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** A repository at its authority, for whoever holds keys to it. */
public final class Repository {

    private static final long FIRST_DELAY_MILLIS = 20;
    private static final long LONGEST_DELAY_MILLIS = 2_000;

    private final ObjectStore store;
    private final MetadataReader reader;
    private final RepositorySigner signer;
    private final Committer committer;
    private final Clock clock;

    private Repository(ObjectStore store, byte[] root, Keys keys, Clock clock, RandomGenerator random) {
        this.store = store;
        this.reader = new MetadataReader(store, root);
        this.signer = new RepositorySigner(keys, Lifetimes.DEFAULT);
        this.clock = clock;
        Renewals renewals = new Renewals(store, reader, signer, Lifetimes.DEFAULT, clock);
        this.committer = new Committer(store, reader, signer, renewals, clock, race -> pause(race, random));
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
        if (store.stat(RepositoryPaths.TIMESTAMP).isPresent()) {
            throw new CommitException.AlreadyThere(store.url());
        }
        byte[] policy = new Policy(store.url(), 1, UnknownFields.NONE).toBytes();
        List<SignedFile<?>> documents = firstDocuments(keys, channels, policy, clock.instant());
        store.put(
                RepositoryPaths.target(RepositorySigner.POLICY, Digest.of(policy)),
                Body.of(policy),
                ObjectHeaders.IMMUTABLE_JSON);
        for (SignedFile<?> document : documents.subList(0, documents.size() - 1)) {
            store.put(document.path(), Body.of(document.bytes()), ObjectHeaders.IMMUTABLE_JSON);
        }
        SignedFile<?> timestamp = documents.getLast();
        Body body = Body.of(timestamp.bytes());
        if (!(store.putIfAbsent(timestamp.path(), body, ObjectHeaders.MUTABLE_JSON) instanceof PutResult.Stored)) {
            throw new CommitException.AlreadyThere(store.url());
        }
        writeDescriptor(store, mirrors, channels);
        return documents.getFirst().bytes();
    }

    /**
     * Opens the repository at {@code store}, which must be its authority.
     *
     * @param root the root metadata that came with the keys
     */
    public static Repository open(ObjectStore store, byte[] root, Keys keys, Clock clock, RandomGenerator random)
            throws IOException {
        Repository repository = new Repository(store, root, keys, clock, random);
        Policy policy = repository.reader.policy(repository.state());
        if (!policy.authority().equals(store.url())) {
            throw new CommitException.NotTheAuthority(policy.authority());
        }
        return repository;
    }

    /** The URL of the authority of the repository of which {@code store} has a copy. */
    public static Optional<String> authorityOf(ObjectStore store, byte[] root) throws IOException {
        MetadataReader reader = new MetadataReader(store, root);
        Optional<RepositoryState> state = reader.read();
        return state.isEmpty()
                ? Optional.empty()
                : Optional.of(reader.policy(state.get()).authority());
    }

    /** What a channel points to; nothing where it was never released to. */
    public Optional<Pointer> pointer(ChannelName channel) throws IOException {
        RepositoryState state = state();
        return state.knows(channel) ? reader.pointer(reader.withChannel(state, channel), channel) : Optional.empty();
    }

    /** All channels. */
    public List<ChannelName> channels() throws IOException {
        return state().channels();
    }

    /** Adds a channel, unless it is there. */
    public void addChannel(ChannelName channel) throws IOException, InterruptedException {
        for (int race = 0; ; race++) {
            RepositoryState state = state();
            if (state.knows(channel) || tryAdd(state, channel)) {
                break;
            }
            pause(race, RandomGenerator.getDefault());
        }
    }

    /** Releases a snapshot, all of whose objects are here, to its channel. */
    public Released release(ReleaseDraft draft) throws IOException, InterruptedException {
        if (!state().knows(draft.channel())) {
            addChannel(draft.channel());
        }
        return committer.release(state(), draft);
    }

    /** Brings a follower up to date with this authority. */
    public CopyReport copyTo(ObjectStore follower) throws IOException {
        return new FollowerCopy(store, follower, reader).run(state());
    }

    /** Takes the next of the two steps to a new channel: the delegation, then its first document. */
    private boolean tryAdd(RepositoryState state, ChannelName channel) throws IOException {
        boolean delegated = state.delegates(channel);
        try {
            SignedFile<TargetsMetadata> next = delegated
                    ? committer.writeNext(
                            1, version -> signer.emptyChannel(state.trusted(), channel, version, clock.instant()))
                    : committer.writeNext(
                            state.targetsVersion() + 1,
                            version -> signer.addChannel(state.trusted(), channel, version, clock.instant()));
            return committer.tryCommit(state, List.of(next)) && delegated;
        } catch (CommitException.Unsigned e) {
            throw new CommitException.UnknownChannel(channel.name());
        }
    }

    private RepositoryState state() throws IOException {
        return reader.read().orElseThrow(() -> new CommitException.NoRepository(store.url()));
    }

    private static List<SignedFile<?>> firstDocuments(
            Keys keys, Collection<ChannelName> channels, byte[] policy, Instant now) throws IOException {
        try {
            return new RepositorySigner(keys, Lifetimes.DEFAULT).init(channels, TargetFile.of(policy), now);
        } catch (MissingKey e) {
            throw new CommitException.Unsigned(e);
        }
    }

    private static void writeDescriptor(ObjectStore store, List<String> mirrors, Collection<ChannelName> channels)
            throws IOException {
        Descriptor descriptor =
                new Descriptor(mirrors, channels.stream().map(ChannelName::name).toList());
        store.put(Descriptor.PATH, Body.of(descriptor.toBytes()), ObjectHeaders.MUTABLE_JSON);
    }

    private static void pause(int race, RandomGenerator random) throws InterruptedException {
        long bound = Math.min(LONGEST_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(race, 10));
        LockSupport.parkNanos(Duration.ofMillis(random.nextLong(bound + 1)).toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
