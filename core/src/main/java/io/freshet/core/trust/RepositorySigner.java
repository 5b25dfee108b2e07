package io.freshet.core.trust;

import io.freshet.core.json.UnknownFields;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Signs the documents of a repository: from what is current, a change and a version to the next document. It writes
 * nothing and reads no clock, so that whoever loses a race can take up the state anew and sign again. The same input
 * gives the same signed bytes; signatures over them may differ, as those by RSA do.
 *
 * <p>Versions rise, and may leave gaps where a name was taken; only those of the root may not (clause 5.3.5). What
 * present documents say and this version does not know is kept.
 */
public final class RepositorySigner {

    /** The target that says by what rules the repository is kept. */
    public static final String POLICY = "policy.json";

    private final Keys keys;
    private final Lifetimes lifetimes;
    private final Authority authority;

    /** Signs with the keys that are at hand. */
    public RepositorySigner(Keys keys, Lifetimes lifetimes) {
        this(keys, lifetimes, (current, role) -> List.of(current.role(role)));
    }

    private RepositorySigner(Keys keys, Lifetimes lifetimes, Authority authority) {
        this.keys = keys;
        this.lifetimes = lifetimes;
        this.authority = authority;
    }

    /** For which roles a top-level document has to be signed at once, by the root in force. */
    private interface Authority {
        List<Role> roles(RootMetadata current, String role);
    }

    /** The same keys, signing what will hold under {@code next}, a root that is not in force yet, or is not alone. */
    public RepositorySigner under(RootMetadata next) {
        return new RepositorySigner(keys, lifetimes, (current, role) -> List.of(next.role(role)));
    }

    /** The same keys, signing what holds under the root in force and under {@code next} alike. */
    public RepositorySigner underBothAnd(RootMetadata next) {
        return new RepositorySigner(keys, lifetimes, (current, role) -> List.of(current.role(role), next.role(role)));
    }

    /** Whether the keys at hand suffice for the next snapshot and timestamp, without which nothing is committed. */
    public boolean canCommit(RootMetadata root) {
        return List.of(RoleName.SNAPSHOT, RoleName.TIMESTAMP).stream().allMatch(name -> canSign(root.role(name)));
    }

    /** Whether enough of a role's keys are at hand. */
    public boolean canSign(Role role) {
        return signers(role).size() >= role.threshold();
    }

    /**
     * The first documents of a new repository, all of version 1, in the order in which they are to be written: root,
     * targets, an empty document for each channel, snapshot, timestamp.
     *
     * @param contact whom the root tells to ask
     * @param policy what the target {@value #POLICY} will be
     * @throws MissingKey if no root key, or not the online key, is at hand
     * @throws IOException if a signer fails; here and below
     */
    public List<SignedFile<?>> init(
            Optional<Contact> contact, Collection<ChannelName> channels, TargetFile policy, Instant now)
            throws MissingKey, IOException {
        RootMetadata root = firstRoot(now).with(contact);
        return init(sign(RoleName.ROOT, root, root.root()), channels, policy, now);
    }

    /**
     * The same under a root of version 1 that others have made and signed.
     *
     * @throws MissingKey if too few keys for targets, snapshot or timestamp are at hand
     */
    public List<SignedFile<?>> init(
            Metadata<RootMetadata> first, Collection<ChannelName> channels, TargetFile policy, Instant now)
            throws MissingKey, IOException {
        return init(new SignedFile<>(RoleName.ROOT, first), channels, policy, now);
    }

    private List<SignedFile<?>> init(
            SignedFile<RootMetadata> first, Collection<ChannelName> channels, TargetFile policy, Instant now)
            throws MissingKey, IOException {
        RootMetadata root = first.metadata().signed();
        TargetsMetadata targets = new TargetsMetadata(
                header(RoleName.TARGETS, 1, now),
                files(POLICY, policy),
                Optional.of(new Delegations(KeyTable.of(List.of()), List.of(), UnknownFields.NONE)),
                UnknownFields.NONE);
        List<SignedFile<TargetsMetadata>> listed = new ArrayList<>();
        for (ChannelName channel : channels) {
            targets = withChannel(targets, channel, ChannelSigners.online(root));
        }
        listed.add(sign(RoleName.TARGETS, targets, root.targets()));
        for (ChannelName channel : channels) {
            listed.add(sign(channel.role(), emptyChannel(channel, 1, now), root.snapshot()));
        }
        SignedFile<SnapshotMetadata> snapshot = sign(
                RoleName.SNAPSHOT,
                new SnapshotMetadata(
                        header(RoleName.SNAPSHOT, 1, now),
                        meta(listed),
                        SnapshotCustom.FIRST.writeTo(UnknownFields.NONE)),
                root.snapshot());
        TimestampMetadata timestamp =
                new TimestampMetadata(header(RoleName.TIMESTAMP, 1, now), MetaFile.of(snapshot), UnknownFields.NONE);
        List<SignedFile<?>> all = new ArrayList<>();
        all.add(first);
        all.addAll(listed);
        all.add(snapshot);
        all.add(sign(RoleName.TIMESTAMP, timestamp, root.timestamp()));
        return List.copyOf(all);
    }

    private RootMetadata firstRoot(Instant now) throws MissingKey {
        if (keys.roots().isEmpty()) {
            throw new MissingKey(RoleName.ROOT, 1, 0, "root-1.key or root-2.key");
        }
        Signer online = keys.online().orElseThrow(() -> new MissingKey(RoleName.SNAPSHOT, 1, 0, "online.key"));
        Role offlineRole = new Role(keys.roots().stream().map(Signer::id).toList(), 1);
        Role onlineRole = new Role(List.of(online.id()), 1);
        KeyTable table = KeyTable.of(keys.all().stream().map(Signer::publicKey).toList());
        return new RootMetadata(
                header(RoleName.ROOT, 1, now),
                Optional.of(true),
                table,
                offlineRole,
                onlineRole,
                onlineRole,
                offlineRole,
                UnknownFields.NONE,
                UnknownFields.NONE);
    }

    /** The root as it is, with a new expiry and the version that follows. */
    public SignedFile<RootMetadata> renewRoot(TrustedState current, Instant now) throws MissingKey, IOException {
        RootMetadata next = RootMetadata.after(current.root(), lifetimes.expiry(RoleName.ROOT, now));
        return sign(RoleName.ROOT, next, next.root());
    }

    /** The top-level targets as they are, with a new expiry. */
    public SignedFile<TargetsMetadata> renewTargets(TrustedState current, long version, Instant now)
            throws MissingKey, IOException {
        return signTargets(current, taken(current, RoleName.TARGETS), version, now);
    }

    /**
     * The top-level targets with one more channel, which these keys will sign for. Only a root key needs to be at hand.
     *
     * @throws IllegalArgumentException if the channel is delegated already
     */
    public SignedFile<TargetsMetadata> addChannel(
            TrustedState current, ChannelName channel, ChannelSigners signers, long version, Instant now)
            throws MissingKey, IOException {
        TargetsMetadata present = taken(current, RoleName.TARGETS);
        return signTargets(current, withChannel(present, channel, signers), version, now);
    }

    /**
     * The top-level targets with another policy.
     *
     * @param rules whether it has rules for channels, which its readers must know to read
     */
    public SignedFile<TargetsMetadata> changePolicy(
            TrustedState current, TargetFile policy, boolean rules, long version, Instant now)
            throws MissingKey, IOException {
        TargetsMetadata present = taken(current, RoleName.TARGETS);
        SortedMap<String, TargetFile> files = new TreeMap<>(present.targets());
        files.put(POLICY, policy);
        UnknownFields other = RequiredFeatures.with(present.other(), RequiredFeatures.CHANNEL_RULES, rules);
        TargetsMetadata next = new TargetsMetadata(present.header(), files, present.delegations(), other);
        return signTargets(current, next, version, now);
    }

    /** The first document of a channel that was just added: it lists nothing yet. */
    public SignedFile<TargetsMetadata> emptyChannel(
            TrustedState current, ChannelName channel, long version, Instant now) throws MissingKey, IOException {
        return sign(channel.role(), emptyChannel(channel, version, now), channelRole(current, channel));
    }

    /** The next document of a channel: its only target is {@code pointer}. */
    public SignedFile<TargetsMetadata> pointChannel(
            TrustedState current, ChannelName channel, TargetFile pointer, long version, Instant now)
            throws MissingKey, IOException {
        TargetsMetadata next = current.targets(channel.role())
                .map(Metadata::signed)
                .orElseGet(() -> emptyChannel(channel, version, now))
                .with(files(channel.target(), pointer))
                .with(header(channel.role(), version, now));
        return sign(channel.role(), next, channelRole(current, channel));
    }

    /**
     * Whoever here signs for a channel, for what is no TUF document.
     *
     * @throws MissingKey if they are too few
     */
    public List<Signer> ofChannel(TrustedState current, ChannelName channel) throws MissingKey {
        return signers(channel.role(), channelRole(current, channel));
    }

    /** The document of a channel as it is, with a new expiry. */
    public SignedFile<TargetsMetadata> renewChannel(
            TrustedState current, ChannelName channel, long version, Instant now) throws MissingKey, IOException {
        return sign(channel.role(), same(current, channel, version, now), channelRole(current, channel));
    }

    /** The top-level targets with those channels handed over that go along with the online keys. */
    public SignedFile<TargetsMetadata> handOver(TrustedState current, Handover handover, long version, Instant now)
            throws MissingKey, IOException {
        return signTargets(current, taken(current, RoleName.TARGETS).handedOver(handover), version, now);
    }

    /** The document of a channel as it is, or an empty one, signed by those to whom a root hands it over. */
    public SignedFile<TargetsMetadata> handOverChannel(
            TrustedState current, ChannelName channel, Handover handover, long version, Instant now)
            throws MissingKey, IOException {
        TargetsMetadata next = current.targets(channel.role()).isPresent()
                ? same(current, channel, version, now)
                : emptyChannel(channel, version, now);
        return sign(channel.role(), next, handover.next().snapshot());
    }

    /**
     * The top-level targets with a channel delegated to other keys.
     *
     * @throws IllegalArgumentException if it is not delegated at all
     */
    public SignedFile<TargetsMetadata> delegateAnew(
            TrustedState current, ChannelName channel, ChannelSigners signers, long version, Instant now)
            throws MissingKey, IOException {
        TargetsMetadata present = taken(current, RoleName.TARGETS);
        Delegations delegations = present.delegations().orElseThrow(() -> notDelegated(channel));
        return signTargets(current, present.with(delegations.withSigners(channel.role(), signers)), version, now);
    }

    /** The document of a channel as it is, signed by those to whom it is delegated from now on. */
    public SignedFile<TargetsMetadata> signAnew(
            TrustedState current, ChannelName channel, ChannelSigners signers, long version, Instant now)
            throws MissingKey, IOException {
        return sign(channel.role(), same(current, channel, version, now), signers.role());
    }

    private TargetsMetadata same(TrustedState current, ChannelName channel, long version, Instant now) {
        return taken(current, channel.role()).with(header(channel.role(), version, now));
    }

    /** The next snapshot: as the current one, but for the documents that {@code changed}. */
    public SignedFile<SnapshotMetadata> snapshot(
            TrustedState current, List<SignedFile<TargetsMetadata>> changed, long version, Instant now)
            throws MissingKey, IOException {
        return snapshot(current, changed, Set.of(), snapshot(current).other(), version, now);
    }

    /**
     * The same, with what the snapshot says of the chain of commits.
     *
     * @param gone roles that it names no more
     */
    public SignedFile<SnapshotMetadata> snapshot(
            TrustedState current,
            List<SignedFile<TargetsMetadata>> changed,
            Set<String> gone,
            SnapshotCustom custom,
            long version,
            Instant now)
            throws MissingKey, IOException {
        return snapshot(current, changed, gone, custom.writeTo(snapshot(current).other()), version, now);
    }

    private SignedFile<SnapshotMetadata> snapshot(
            TrustedState current,
            List<SignedFile<TargetsMetadata>> changed,
            Set<String> gone,
            UnknownFields other,
            long version,
            Instant now)
            throws MissingKey, IOException {
        SortedMap<String, MetaFile> meta = new TreeMap<>(snapshot(current).meta());
        meta.keySet().removeAll(gone);
        meta.putAll(meta(changed));
        SnapshotMetadata next = new SnapshotMetadata(header(RoleName.SNAPSHOT, version, now), meta, other);
        return signTopLevel(RoleName.SNAPSHOT, next, current);
    }

    private static SnapshotMetadata snapshot(TrustedState current) {
        return current.snapshot()
                .orElseThrow(() -> new IllegalStateException("the snapshot has to be taken first"))
                .signed();
    }

    /** The next timestamp, which names {@code snapshot}: writing it is what publishes. */
    public SignedFile<TimestampMetadata> timestamp(
            TrustedState current, SignedFile<SnapshotMetadata> snapshot, long version, Instant now)
            throws MissingKey, IOException {
        UnknownFields other =
                current.timestamp().map(metadata -> metadata.signed().other()).orElse(UnknownFields.NONE);
        TimestampMetadata next =
                new TimestampMetadata(header(RoleName.TIMESTAMP, version, now), MetaFile.of(snapshot), other);
        return signTopLevel(RoleName.TIMESTAMP, next, current);
    }

    private SignedFile<TargetsMetadata> signTargets(
            TrustedState current, TargetsMetadata targets, long version, Instant now) throws MissingKey, IOException {
        TargetsMetadata next = targets.with(header(RoleName.TARGETS, version, now));
        return signTopLevel(RoleName.TARGETS, next, current);
    }

    private <T extends Signed> SignedFile<T> signTopLevel(String name, T signed, TrustedState current)
            throws MissingKey, IOException {
        return sign(name, signed, authority.roles(current.root().signed(), name));
    }

    private <T extends Signed> SignedFile<T> sign(String name, T signed, Role role) throws MissingKey, IOException {
        return sign(name, signed, List.of(role));
    }

    private <T extends Signed> SignedFile<T> sign(String name, T signed, List<Role> roles)
            throws MissingKey, IOException {
        Set<Signer> all = new LinkedHashSet<>();
        for (Role role : roles) {
            all.addAll(signers(name, role));
        }
        return new SignedFile<>(name, Metadata.sign(signed, all));
    }

    private List<Signer> signers(String name, Role role) throws MissingKey {
        List<Signer> signers = signers(role);
        if (!canSign(role)) {
            throw new MissingKey(name, role.threshold(), signers.size(), "any of " + role.shortIds());
        }
        return signers;
    }

    private List<Signer> signers(Role role) {
        return keys.all().stream()
                .filter(key -> role.keyIds().contains(key.id()))
                .toList();
    }

    private Header header(String role, long version, Instant now) {
        return new Header(version, lifetimes.expiry(role, now));
    }

    private TargetsMetadata emptyChannel(ChannelName channel, long version, Instant now) {
        return new TargetsMetadata(
                header(channel.role(), version, now), new TreeMap<>(), Optional.empty(), UnknownFields.NONE);
    }

    private static TargetsMetadata withChannel(TargetsMetadata targets, ChannelName channel, ChannelSigners signers) {
        Delegation added =
                new Delegation(channel.role(), signers.role(), List.of(new PathPattern(channel.target())), true);
        Delegations present = targets.delegations()
                .orElseGet(() -> new Delegations(KeyTable.of(List.of()), List.of(), UnknownFields.NONE));
        return targets.with(present.with(added, signers.table()));
    }

    private static Role channelRole(TrustedState current, ChannelName channel) {
        return taken(current, RoleName.TARGETS)
                .delegations()
                .flatMap(delegations -> delegations.role(channel.role()))
                .map(Delegation::role)
                .orElseThrow(() -> notDelegated(channel));
    }

    private static IllegalArgumentException notDelegated(ChannelName channel) {
        return new IllegalArgumentException("the channel " + channel + " is not delegated");
    }

    private static TargetsMetadata taken(TrustedState current, String role) {
        return current.targets(role)
                .orElseThrow(() -> new IllegalStateException("the document of " + role + " has to be taken first"))
                .signed();
    }

    private static SortedMap<String, TargetFile> files(String path, TargetFile file) {
        SortedMap<String, TargetFile> one = new TreeMap<>();
        one.put(path, file);
        return one;
    }

    private static SortedMap<String, MetaFile> meta(List<SignedFile<TargetsMetadata>> files) {
        SortedMap<String, MetaFile> meta = new TreeMap<>();
        files.forEach(file -> meta.put(file.role(), MetaFile.of(file)));
        return meta;
    }
}
