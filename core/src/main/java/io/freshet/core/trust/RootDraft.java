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
import java.util.function.UnaryOperator;

/**
 * A root that is not in force yet: being changed, or collecting signatures. Its file is the one that the repository will
 * have (clause 4.3), so that other programs can sign it as well. Immutable; a change drops the signatures, which were
 * over other bytes.
 */
public final class RootDraft {

    private final Metadata<RootMetadata> metadata;

    private RootDraft(Metadata<RootMetadata> metadata) {
        this.metadata = metadata;
    }

    /**
     * Reads one. Nobody vouches for what it says: that is what signers look at.
     *
     * @param document what to call it in errors
     */
    public static RootDraft read(String document, byte[] bytes) throws TrustException {
        return new RootDraft(Metadata.read(document, bytes, MetadataLimits.ROOT, RootMetadata::read));
    }

    /**
     * The root that follows {@code current}, which it equals but for version and expiry; the second says besides which the
     * first is.
     */
    public static RootDraft after(Metadata<RootMetadata> current, Instant expires) {
        return unsigned(RootMetadata.after(current, expires));
    }

    /**
     * The root of a new repository.
     *
     * @param root who signs the next root
     * @param targets who signs the top-level targets
     * @param online who signs snapshot, timestamp and the channels
     */
    public static RootDraft first(Signers root, Signers targets, Signers online, Instant expires) {
        List<VerifyingKey> all = new ArrayList<>();
        List.of(root, targets, online).forEach(signers -> all.addAll(signers.keys()));
        return unsigned(new RootMetadata(
                new Header(1, expires),
                Optional.of(true),
                KeyTable.of(all),
                root.role(),
                online.role(),
                online.role(),
                targets.role(),
                UnknownFields.NONE,
                UnknownFields.NONE));
    }

    /** Keys, and how many of them must sign. */
    public record Signers(List<VerifyingKey> keys, int threshold) {

        public Signers {
            keys = List.copyOf(keys);
        }

        private Role role() {
            return new Role(keys.stream().map(Key::id).distinct().toList(), threshold);
        }
    }

    private static RootDraft unsigned(RootMetadata root) {
        try {
            return new RootDraft(Metadata.sign(root, List.of()));
        } catch (IOException e) {
            throw new IllegalStateException("nobody signs", e);
        }
    }

    /** What is to be signed. */
    public RootMetadata root() {
        return metadata.signed();
    }

    /** Whether anybody has signed it. */
    public boolean hasSignatures() {
        return !metadata.signatures().isEmpty();
    }

    /** With one more key for each of {@code roles}. */
    public RootDraft addKey(Collection<String> roles, VerifyingKey key) {
        RootMetadata next = root().with(root().keys().with(key));
        return change(next, roles, role -> {
            if (role.keyIds().contains(key.id())) {
                throw new IllegalArgumentException("the key " + key.id() + " has that role already");
            }
            List<String> ids = new ArrayList<>(role.keyIds());
            ids.add(key.id());
            return role.with(ids, role.threshold());
        });
    }

    /**
     * Without the key whose id begins with {@code prefix}, for each of {@code roles} that has it.
     *
     * @throws IllegalArgumentException if that is not one key
     */
    public RootDraft removeKey(Collection<String> roles, String prefix) {
        Set<String> found = new LinkedHashSet<>();
        roles.forEach(role -> root().role(role).keyIds().stream()
                .filter(id -> id.startsWith(prefix))
                .forEach(found::add));
        if (found.size() != 1) {
            throw new IllegalArgumentException((found.isEmpty() ? "no key" : found.size() + " keys") + " of "
                    + String.join(", ", roles) + (found.isEmpty() ? " begins" : " begin") + " with \"" + prefix + "\"");
        }
        String gone = found.iterator().next();
        return change(
                root(),
                roles,
                role -> role.with(
                        role.keyIds().stream().filter(id -> !id.equals(gone)).toList(), role.threshold()));
    }

    /** With another expiry. */
    public RootDraft expiring(Instant expires) {
        return unsigned(root().with(new Header(root().version(), expires)));
    }

    /** With another contact, or none. */
    public RootDraft contact(Optional<Contact> contact) {
        return unsigned(root().with(contact));
    }

    /** With another threshold for each of {@code roles}. */
    public RootDraft threshold(Collection<String> roles, int threshold) {
        return change(root(), roles, role -> role.with(role.keyIds(), threshold));
    }

    /** With these keys for each of {@code roles} in place of those that it has. */
    public RootDraft replaceKeys(Collection<String> roles, Signers signers) {
        RootMetadata next = root();
        for (VerifyingKey key : signers.keys()) {
            next = next.with(next.keys().with(key));
        }
        Role role = signers.role();
        return change(next, roles, before -> before.with(role.keyIds(), role.threshold()));
    }

    private static RootDraft change(RootMetadata root, Collection<String> roles, UnaryOperator<Role> change) {
        RootMetadata next = root;
        for (String name : roles) {
            next = next.with(name, change.apply(next.role(name)));
        }
        return unsigned(next.withoutIdleKeys());
    }

    /**
     * With a signature by {@code signer}, in the place of one that it may have made before.
     *
     * @throws IllegalArgumentException if a role needs more signatures than it has keys: nobody could ever sign for it
     */
    public RootDraft sign(Signer signer) throws IOException {
        root().requireSignable();
        return new RootDraft(metadata.with(Signature.by(signer, metadata.canonical())));
    }

    /** Who has signed it for the role root as {@code authority} has it: the root before, or this one. */
    public SignatureCount signatures(RootMetadata authority) {
        return TrustedState.rootCheck("", authority).count(metadata);
    }

    /** What the file has. */
    public byte[] bytes() {
        return metadata.bytes();
    }
}
