package io.freshet.fetcher.testing;

import io.freshet.core.Digest;
import io.freshet.core.chunk.ChunkerSpec;
import io.freshet.core.chunk.PathGlob;
import io.freshet.core.chunk.Profile;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.FrameRow;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.History;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.pack.Pack;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.Lifetimes;
import io.freshet.core.trust.MetadataSource;
import io.freshet.core.trust.MissingKey;
import io.freshet.core.trust.RepositoryPaths;
import io.freshet.core.trust.RepositorySigner;
import io.freshet.core.trust.SignedFile;
import io.freshet.core.trust.SigningKey;
import io.freshet.core.trust.TargetFile;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustMemory;
import io.freshet.core.trust.TrustedState;
import io.freshet.core.trust.Updater;
import io.freshet.fetcher.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A whole repository in memory, signed with keys of its own. */
public final class TestRepository {

    /** When everything is signed, and read. */
    public static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    /** The channel that there is. */
    public static final ChannelName CHANNEL = new ChannelName("mainnet/archive");

    private static final String FIRST_ROOT = "metadata/1.root.json";

    private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final RepositorySigner signer;
    private final Profile profile;
    private final DataPacks data;
    private final List<LocationRoot.Ancestor> ancestors = new ArrayList<>();
    private UnaryOperator<List<TestBases>> tamper = UnaryOperator.identity();
    private long sequence;

    /** Files under {@code pages} in pages of 4 KiB, others in chunks of 4 to 64 KiB; packs of 1 MiB. */
    public TestRepository() throws IOException, MissingKey {
        this(1);
    }

    /** The same, with so many chunks in each frame. */
    public TestRepository(int membersPerFrame) throws IOException, MissingKey {
        this.profile = new Profile(
                Profile.SHA256,
                "",
                128,
                List.of(
                        new Profile.Rule(new PathGlob("pages/**"), new ChunkerSpec.Fixed(4096)),
                        new Profile.Rule(new PathGlob("**"), new ChunkerSpec.FastCdc(4096, 16384, 65536, 2))));
        this.data = new DataPacks(objects, 1 << 20, membersPerFrame);
        SecureRandom random = new SecureRandom();
        Keys keys = new Keys(List.of(SigningKey.generate(random)), Optional.of(SigningKey.generate(random)));
        this.signer = new RepositorySigner(keys, Lifetimes.DEFAULT);
        byte[] policy = "{}".getBytes(StandardCharsets.US_ASCII);
        objects.put(RepositoryPaths.target(RepositorySigner.POLICY, Digest.of(policy)), policy);
        put(signer.init(Optional.empty(), List.of(CHANNEL), TargetFile.of(policy), NOW));
    }

    /** Every object by its path, as it is now and will be. */
    public Map<String, byte[]> objects() {
        return objects;
    }

    /** A copy of what there is now: what a mirror has that stopped copying. */
    public Map<String, byte[]> asOfNow() {
        return new ConcurrentSkipListMap<>(objects);
    }

    /** What a node is given. */
    public byte[] rootJson() {
        return Objects.requireNonNull(objects.get(FIRST_ROOT));
    }

    /** Stores a snapshot that is one component, without naming it in the channel. */
    public Snapshot snapshot(TestTree tree) throws IOException {
        return snapshot(List.of(new Part("main", "", 0, List.of(), tree)));
    }

    /** A component. */
    public record Part(String name, String root, int priority, List<String> requires, TestTree tree) {}

    /** Stores a snapshot of several components. */
    public Snapshot snapshot(List<Part> parts) throws IOException {
        return snapshot(write(parts));
    }

    private Snapshot snapshot(SnapshotWriter.Written written) throws IOException {
        byte[] document = written.manifest().toBytes();
        return new Snapshot(next(written), Digest.of(document), written.manifest(), document, written.root());
    }

    /** The number of a new snapshot, which is an ancestor of all that follow. */
    private long next(SnapshotWriter.Written written) throws IOException {
        sequence++;
        List<LocationRoot.ContentRoot> roots = written.root().components().stream()
                .map(component -> new LocationRoot.ContentRoot(component.name(), component.contentRoot()))
                .toList();
        Digest manifest = Digest.of(written.manifest().toBytes());
        ancestors.addFirst(new LocationRoot.Ancestor(sequence, manifest, roots));
        return sequence;
    }

    /** Stores a snapshot that no publisher would write: one leaf with these entries. */
    public Snapshot snapshotOfEntries(List<byte[]> entries) throws IOException {
        return snapshot(writer().writeEntries(entries));
    }

    /** Where all plain frames lie so far. */
    public List<FrameRow> plainFrames() {
        return data.plainFrames();
    }

    /** From now on the bases nodes of each component say what {@code how} makes of them: by a publisher that errs, or lies. */
    public void tamperWithBases(UnaryOperator<List<TestBases>> how) {
        tamper = how;
    }

    /** Where all delta frames lie so far. */
    public List<FrameRow> deltaFrames() {
        return data.deltaFrames();
    }

    /** The paths of all packs in which chunks lie so far. */
    public Set<String> dataPacks() {
        return data.uses().stream().map(use -> Pack.path(use.pack())).collect(Collectors.toSet());
    }

    /** From now on delta frames are stored as {@code how} makes them: by a publisher that errs, or lies. */
    public void tamperWithDeltas(UnaryOperator<byte[]> how) {
        data.tamper(how);
    }

    /** From now on delta frames lie in packs of their own, and not behind the plain frames of the snapshot. */
    public void deltasApart() {
        data.deltasApart();
    }

    private SnapshotWriter.Written write(List<Part> parts) throws IOException {
        List<SnapshotWriter.Part> all = parts.stream()
                .map(part -> new SnapshotWriter.Part(
                        part.name(), new EntryPath(part.root()), part.priority(), part.requires(), part.tree()))
                .toList();
        return writer().write(all);
    }

    private SnapshotWriter writer() {
        List<LocationRoot.Ancestor> newest =
                ancestors.stream().limit(LocationRoot.MAX_ANCESTORS).toList();
        return new SnapshotWriter(objects, profile, data, newest, tamper);
    }

    /** Publishes a tree: the channel points to it. */
    public Pointer publish(TestTree tree) throws Exception {
        SnapshotWriter.Written written = write(List.of(new Part("main", "", 0, List.of(), tree)));
        byte[] document = written.manifest().toBytes();
        ObjectRef manifest = ObjectRef.to(document);
        objects.put(manifest.path(), document);
        next(written);
        Release release =
                new Release(sequence, manifest, written.location(), Optional.empty(), NOW, UnknownFields.NONE);
        Pointer pointer = new Pointer(CHANNEL.name(), release, Optional.empty(), sequence - 1, History.NONE);
        byte[] bytes = pointer.toBytes();
        objects.put(RepositoryPaths.target(CHANNEL.target(), Digest.of(bytes)), bytes);
        sign(TargetFile.of(bytes));
        return pointer;
    }

    private void sign(TargetFile pointer) throws Exception {
        TrustedState current = current();
        var channel = signer.pointChannel(
                current,
                CHANNEL,
                pointer,
                1 + current.targets(CHANNEL.role()).orElseThrow().signed().version(),
                NOW);
        long version = current.snapshot().orElseThrow().signed().version() + 1;
        var snapshot = signer.snapshot(current, List.of(channel), version, NOW);
        var timestamp = signer.timestamp(current, snapshot, version, NOW);
        put(List.of(channel, snapshot, timestamp));
    }

    /** Signs a next version of the root. */
    public void renewRoot() throws Exception {
        put(List.of(signer.renewRoot(current(), NOW)));
    }

    private TrustedState current() throws IOException, TrustException {
        Updater updater = new Updater(new TrustMemory(), source(), NOW);
        updater.refresh(Optional.of(rootJson()));
        try {
            updater.find(CHANNEL.target());
        } catch (TrustException.NoSuchTarget e) {
            // Nothing was published yet; the channel's document was read.
        }
        return updater.state();
    }

    private MetadataSource source() {
        return new MetadataSource() {
            @Override
            public List<String> mirrors() {
                return List.of("here");
            }

            @Override
            public Optional<byte[]> fetch(String mirror, String path, int maxBytes) {
                return Optional.ofNullable(objects.get(path));
            }
        };
    }

    private void put(List<? extends SignedFile<?>> files) {
        new ArrayList<>(files).forEach(file -> objects.put(file.path(), file.bytes()));
    }
}
