package io.freshet.core.trust;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is trusted at one point of the client workflow (clause 5). Immutable: each step takes received bytes and returns
 * the state after them, or refuses them and leaves this state as it was. No step reads a clock, a file or a network.
 *
 * <p>The order of steps is root (any number of times), timestamp, snapshot, targets, delegated roles. {@code now} is
 * the fixed update start time (clause 5.1), the same for all steps of one update. A signer, who has to renew what has
 * expired, passes {@link #BEFORE_ANY_EXPIRY}; a client never does.
 */
public final class TrustedState {

    /** A time at which nothing has expired, for those who sign expired metadata anew. */
    public static final Instant BEFORE_ANY_EXPIRY = Instant.MIN;

    private final Metadata<RootMetadata> root;
    private final @Nullable Metadata<TimestampMetadata> timestamp;
    private final @Nullable Metadata<SnapshotMetadata> snapshot;
    /** The last snapshot that was trusted under an earlier timestamp: what rollback is measured against. */
    private final @Nullable Metadata<SnapshotMetadata> past;

    private final Map<String, Metadata<TargetsMetadata>> targets;

    private TrustedState(
            Metadata<RootMetadata> root,
            @Nullable Metadata<TimestampMetadata> timestamp,
            @Nullable Metadata<SnapshotMetadata> snapshot,
            @Nullable Metadata<SnapshotMetadata> past,
            Map<String, Metadata<TargetsMetadata>> targets) {
        this.root = root;
        this.timestamp = timestamp;
        this.snapshot = snapshot;
        this.past = past;
        this.targets = Map.copyOf(targets);
    }

    /**
     * Clause 5.2: begins with a root that is trusted for reasons of the caller's. It must be signed by itself; whether
     * it has expired doesn't matter yet.
     *
     * @param document what to call it in errors
     */
    public static TrustedState startFrom(String document, byte[] root) throws TrustException {
        Metadata<RootMetadata> metadata = readRoot(document, root);
        rootCheck(document, metadata.signed()).require(document, metadata);
        return new TrustedState(metadata, null, null, null, Map.of());
    }

    /** Clauses 5.3.4 to 5.3.7 and 5.3.11: takes the next version of the root. */
    public TrustedState updateRoot(byte[] bytes) throws TrustException {
        RootMetadata trusted = root.signed();
        String document = nextRootPath();
        Metadata<RootMetadata> next = readRoot(document, bytes);
        // 5.3.4: signed by a threshold of the keys of both the trusted root and the new one.
        rootCheck(RepositoryPaths.metadata(RoleName.ROOT, trusted.version()), trusted)
                .require(document, next);
        rootCheck(document, next.signed()).require(document, next);
        // 5.3.5: exactly the next version.
        if (next.signed().version() <= trusted.version()) {
            throw new TrustException.RollbackDetected(
                    document, RoleName.ROOT, trusted.version(), next.signed().version());
        }
        requireVersion(document, trusted.version() + 1, next.signed().version());
        // 5.3.11: after a rotation, versions that an attacker has driven up are forgotten.
        return next.signed().replacesOnlineKeys(trusted)
                ? new TrustedState(next, null, null, null, Map.of())
                : new TrustedState(next, timestamp, null, snapshot != null ? snapshot : past, Map.of());
    }

    /** Where this repository's documents and targets lie. */
    RepositoryLayout layout() {
        return root.signed().layout();
    }

    /** Where the next version of the root lies. */
    public String nextRootPath() {
        return RepositoryPaths.metadata(RoleName.ROOT, root.signed().version() + 1);
    }

    /** Clause 5.3.10: refuses to go on from an expired root. */
    public void requireUnexpiredRoot(Instant now) throws TrustException {
        requireUnexpired(RepositoryPaths.metadata(RoleName.ROOT, root.signed().version()), root, now);
    }

    /**
     * Takes a timestamp that was persisted by an earlier update, to measure rollback against. It must be signed by the
     * present keys; it may have expired.
     */
    public TrustedState recallTimestamp(String document, byte[] bytes) throws TrustException {
        return new TrustedState(root, readTimestamp(document, bytes), null, past, Map.of());
    }

    /** Takes a snapshot that was persisted by an earlier update, to measure rollback against. Likewise. */
    public TrustedState recallSnapshot(String document, byte[] bytes) throws TrustException {
        return new TrustedState(root, timestamp, null, readSnapshot(document, bytes), Map.of());
    }

    /**
     * Clause 5.4: takes a timestamp. One of the version that is trusted already changes nothing.
     *
     * @throws TrustException.Expired also where nothing newer is offered and the trusted one has expired
     */
    public TrustedState updateTimestamp(byte[] bytes, Instant now) throws TrustException {
        String document = RepositoryPaths.TIMESTAMP;
        requireUnexpiredRoot(now);
        // 5.4.2
        Metadata<TimestampMetadata> next = readTimestamp(document, bytes);
        TimestampMetadata offered = next.signed();
        if (timestamp != null) {
            TimestampMetadata trusted = timestamp.signed();
            // 5.4.3.1
            requireNoRollback(document, RoleName.TIMESTAMP, trusted.version(), offered.version());
            if (offered.version() == trusted.version()) {
                requireUnexpired(document, timestamp, now);
                return this;
            }
            // 5.4.3.2
            requireNoRollback(
                    document,
                    RoleName.SNAPSHOT,
                    trusted.snapshot().version(),
                    offered.snapshot().version());
        }
        // 5.4.4
        requireUnexpired(document, next, now);
        return new TrustedState(root, next, null, snapshot != null ? snapshot : past, Map.of());
    }

    /** Clause 5.5: takes the snapshot that the trusted timestamp names. */
    public TrustedState updateSnapshot(byte[] bytes, Instant now) throws TrustException {
        Metadata<TimestampMetadata> trusted = present(timestamp, "a timestamp");
        requireUnexpired(RepositoryPaths.TIMESTAMP, trusted, now);
        MetaFile file = trusted.signed().snapshot();
        String document = layout().metadata(RoleName.SNAPSHOT, file.version());
        requireLength(document, bytes, MetadataLimits.SNAPSHOT.maxBytes());
        // 5.5.2, before the signatures: the timestamp is trusted already.
        file.verify(document, bytes);
        // 5.5.3
        Metadata<SnapshotMetadata> next = readSnapshot(document, bytes);
        // 5.5.4
        requireVersion(document, file.version(), next.signed().version());
        // 5.5.5
        requireNoneRolledBack(document, next.signed());
        // 5.5.6
        requireUnexpired(document, next, now);
        return new TrustedState(root, trusted, next, past, Map.of());
    }

    private void requireNoneRolledBack(String document, SnapshotMetadata next) throws TrustException {
        if (past != null) {
            for (Map.Entry<String, MetaFile> before : past.signed().meta().entrySet()) {
                long offered = next.file(before.getKey()).map(MetaFile::version).orElse(0L);
                requireNoRollback(document, before.getKey(), before.getValue().version(), offered);
            }
        }
    }

    /** Clause 5.6.1 to 5.6.5: takes the top-level targets that the trusted snapshot names. */
    public TrustedState updateTargets(byte[] bytes, Instant now) throws TrustException {
        TrustedState next = updateTargets(topLevel(RoleName.TARGETS), RoleName.TARGETS, bytes, now);
        next.required().checkReader(next.targetsPath());
        return next;
    }

    /**
     * Makes sure that this release may write to the repository, whose top-level targets were taken.
     *
     * @throws TrustException.NeedsFeature if it lacks what the repository requires of its writers
     */
    public void requireWritable() throws TrustException {
        required().checkWriter(targetsPath());
    }

    /** Whether the policy has rules for channels that bind readers: without them it need not be read. */
    public boolean hasChannelRules() {
        return required().read().contains(RequiredFeatures.CHANNEL_RULES);
    }

    private RequiredFeatures required() {
        return RequiredFeatures.of(topLevelTargets().other());
    }

    private String targetsPath() {
        return layout().metadata(RoleName.TARGETS, topLevelTargets().version());
    }

    private TargetsMetadata topLevelTargets() {
        return present(targets.get(RoleName.TARGETS), "the top-level targets").signed();
    }

    /**
     * Clause 5.6.7: takes the document of a role that targets are delegated to.
     *
     * @param delegator the place of the document that delegates, which was taken before: {@code targets}, or the names
     *     of the roles that led to it, separated by slashes
     * @throws IllegalArgumentException if it does not delegate to that role
     */
    public TrustedState updateDelegated(String role, String delegator, byte[] bytes, Instant now)
            throws TrustException {
        return updateTargets(delegated(role, delegator), place(role, delegator), bytes, now);
    }

    /**
     * What clients never do, and who mends a repository does whose online keys are no one's to believe: takes a document
     * that the keys of its role have signed, whatever the snapshot names.
     *
     * @param role {@code targets}, or one that the top-level targets delegate to
     * @param version which its name says
     * @throws IllegalArgumentException if they do not delegate to that role
     */
    public TrustedState takeSigned(String role, long version, byte[] bytes) throws TrustException {
        boolean top = role.equals(RoleName.TARGETS);
        SignatureCheck check = top ? topLevel(role) : delegated(role, RoleName.TARGETS);
        Metadata<TargetsMetadata> taken = checked(layout().metadata(role, version), check, version, bytes);
        if (top) {
            RequiredFeatures.of(taken.signed().other()).checkReader(layout().metadata(role, version));
        }
        return with(role, taken);
    }

    private SignatureCheck delegated(String role, String delegator) {
        TargetsMetadata parent = targets(delegator)
                .orElseThrow(() -> new IllegalStateException(delegator + " has to be taken before this step"))
                .signed();
        Delegations delegations = parent.delegations().orElseThrow(() -> notDelegated(role, delegator));
        Delegation delegation = delegations.role(role).orElseThrow(() -> notDelegated(role, delegator));
        String parentRole = delegator.substring(delegator.lastIndexOf('/') + 1);
        String authority = layout().metadata(parentRole, parent.version());
        return new SignatureCheck(authority, role, delegation.role(), delegations.keys());
    }

    /**
     * How a document is named here: by its role, after the roles that led to it from the top-level targets, separated
     * by slashes. What one delegator's keys have signed is not what another's have, though the role has the same name.
     */
    static String place(String role, String delegator) {
        return delegator.equals(RoleName.TARGETS) ? role : delegator + "/" + role;
    }

    private static IllegalArgumentException notDelegated(String role, String delegator) {
        return new IllegalArgumentException(delegator + " delegates nothing to " + role);
    }

    private TrustedState updateTargets(SignatureCheck check, String place, byte[] bytes, Instant now)
            throws TrustException {
        Metadata<SnapshotMetadata> trusted = present(snapshot, "a snapshot");
        requireUnexpired(snapshotPath(), trusted, now);
        MetaFile file = requireListed(check.name());
        String document = layout().metadata(check.name(), file.version());
        requireLength(document, bytes, MetadataLimits.TARGETS.maxBytes());
        // 5.6.2, before the signatures: the snapshot is trusted already.
        file.verify(document, bytes);
        Metadata<TargetsMetadata> next = checked(document, check, file.version(), bytes);
        // 5.6.5
        requireUnexpired(document, next, now);
        return with(place, next);
    }

    private static Metadata<TargetsMetadata> checked(String document, SignatureCheck check, long version, byte[] bytes)
            throws TrustException {
        Metadata<TargetsMetadata> next = Metadata.read(document, bytes, MetadataLimits.TARGETS, TargetsMetadata::read);
        // 5.6.3
        check.require(document, next);
        // 5.6.4
        requireVersion(document, version, next.signed().version());
        return next;
    }

    private TrustedState with(String place, Metadata<TargetsMetadata> document) {
        Map<String, Metadata<TargetsMetadata>> more = new HashMap<>(targets);
        more.put(place, document);
        return new TrustedState(root, timestamp, snapshot, past, more);
    }

    /** What the trusted snapshot says of the document of {@code role}. */
    public MetaFile requireListed(String role) throws TrustException {
        Optional<MetaFile> file = present(snapshot, "a snapshot").signed().file(role);
        if (file.isEmpty()) {
            throw new TrustException.NotInSnapshot(snapshotPath(), role);
        }
        return file.get();
    }

    private String snapshotPath() {
        return layout().metadata(
                        RoleName.SNAPSHOT,
                        present(snapshot, "a snapshot").signed().version());
    }

    /** The trusted root. */
    public Metadata<RootMetadata> root() {
        return root;
    }

    /** The trusted timestamp: the one that was taken last, or one that was recalled. */
    public Optional<Metadata<TimestampMetadata>> timestamp() {
        return Optional.ofNullable(timestamp);
    }

    /** The snapshot that the trusted timestamp names, once it was taken. */
    public Optional<Metadata<SnapshotMetadata>> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    /** The document at this place, once it was taken: {@code targets}, or a role that these delegate to. */
    public Optional<Metadata<TargetsMetadata>> targets(String place) {
        return Optional.ofNullable(targets.get(place));
    }

    /** Reads a timestamp and checks its signatures, and nothing else. */
    Metadata<TimestampMetadata> readTimestamp(String document, byte[] bytes) throws TrustException {
        Metadata<TimestampMetadata> next =
                Metadata.read(document, bytes, MetadataLimits.TIMESTAMP, TimestampMetadata::read);
        topLevel(RoleName.TIMESTAMP).require(document, next);
        return next;
    }

    private Metadata<SnapshotMetadata> readSnapshot(String document, byte[] bytes) throws TrustException {
        Metadata<SnapshotMetadata> next =
                Metadata.read(document, bytes, MetadataLimits.SNAPSHOT, SnapshotMetadata::read);
        topLevel(RoleName.SNAPSHOT).require(document, next);
        return next;
    }

    private static Metadata<RootMetadata> readRoot(String document, byte[] bytes) throws TrustException {
        return Metadata.read(document, bytes, MetadataLimits.ROOT, RootMetadata::read);
    }

    static SignatureCheck rootCheck(String authority, RootMetadata root) {
        return new SignatureCheck(authority, RoleName.ROOT, root.root(), root.keys());
    }

    private SignatureCheck topLevel(String role) {
        RootMetadata signed = root.signed();
        String authority = RepositoryPaths.metadata(RoleName.ROOT, signed.version());
        return new SignatureCheck(authority, role, signed.role(role), signed.keys());
    }

    private static void requireLength(String document, byte[] bytes, int limit) throws TrustException {
        if (bytes.length > limit) {
            throw new TrustException.LengthExceeded(document, limit);
        }
    }

    private static void requireVersion(String document, long expected, long actual) throws TrustException {
        if (expected != actual) {
            throw new TrustException.WrongVersion(document, expected, actual);
        }
    }

    private static void requireNoRollback(String document, String role, long trusted, long offered)
            throws TrustException {
        if (offered < trusted) {
            throw new TrustException.RollbackDetected(document, role, trusted, offered);
        }
    }

    static void requireUnexpired(String document, Metadata<?> metadata, Instant now) throws TrustException {
        Instant expires = metadata.signed().expires();
        if (!expires.isAfter(now)) {
            throw new TrustException.Expired(document, expires, now);
        }
    }

    private static <T> T present(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException(what + " has to be taken before this step");
        }
        return value;
    }
}
