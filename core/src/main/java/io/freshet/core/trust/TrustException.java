package io.freshet.core.trust;

import io.freshet.core.json.JsonException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something received, or kept locally, that must not be trusted. Each kind of attack or mistake is a type of its own;
 * the message says what was wrong, where, and what to do next.
 */
public abstract sealed class TrustException extends Exception {

    private static final long serialVersionUID = 1;

    private final String document;

    private TrustException(String document, String message) {
        super(document + ": " + message);
        this.document = document;
    }

    /** The document that was refused: its path in the repository, or its name in the local trust state. */
    public String document() {
        return document;
    }

    /** The document is not metadata as the specification has it. */
    public static final class Malformed extends TrustException {

        private static final long serialVersionUID = 1;

        Malformed(String document, JsonException cause) {
            super(document, "is not well-formed metadata (" + cause.getMessage() + "); ask another mirror");
            initCause(cause);
        }
    }

    /** The document is of another type than the role's: one role's document was offered as another's. */
    public static final class WrongType extends TrustException {

        private static final long serialVersionUID = 1;

        private final String expected;
        private final String actual;

        WrongType(String document, String expected, String actual) {
            super(document, "is of type \"" + actual + "\" where \"" + expected + "\" belongs; ask another mirror");
            this.expected = expected;
            this.actual = actual;
        }

        /** The type that belongs here. */
        public String expected() {
            return expected;
        }

        /** The type that the document has. */
        public String actual() {
            return actual;
        }
    }

    /** The document was written by another major version of the TUF specification. */
    public static final class UnsupportedSpec extends TrustException {

        private static final long serialVersionUID = 1;

        private final String specVersion;

        UnsupportedSpec(String document, String specVersion) {
            super(
                    document,
                    "follows version " + specVersion + " of the TUF specification; this program follows 1."
                            + " A newer Freshet may read it");
            this.specVersion = specVersion;
        }

        /** The version that it names. */
        public String specVersion() {
            return specVersion;
        }
    }

    /** Targets are delegated in a way that repositories of this kind don't use. */
    public static final class UnsupportedDelegation extends TrustException {

        private static final long serialVersionUID = 1;

        private final String kind;
        private final String role;

        UnsupportedDelegation(String document, String kind, String role) {
            super(
                    document,
                    "delegates " + (role.isEmpty() ? "" : "to the role " + role + " ") + "by " + kind
                            + ", which is not supported; delegate by paths");
            this.kind = kind;
            this.role = role;
        }

        /** {@code path_hash_prefixes} or {@code succinct_roles}. */
        public String kind() {
            return kind;
        }

        /** The role delegated to; empty for {@code succinct_roles}, which name none. */
        public String role() {
            return role;
        }
    }

    /** Too few of the role's keys have signed the document: an arbitrary software attack, or a key that was replaced. */
    public static final class ThresholdNotMet extends TrustException {

        private static final long serialVersionUID = 1;

        private final String role;
        private final String authority;
        private final int threshold;
        private final int valid;
        private final transient List<SignatureFault> faults;

        ThresholdNotMet(
                String document, String role, String authority, int threshold, int valid, List<SignatureFault> faults) {
            super(
                    document,
                    "has " + valid + " of the " + threshold + " valid signatures that " + authority
                            + " asks for the role " + role + " ("
                            + (faults.isEmpty()
                                    ? "nothing else signed it"
                                    : faults.stream()
                                            .map(SignatureFault::toString)
                                            .collect(Collectors.joining(", ")))
                            + "); don't use this mirror; if the keys were replaced, get root.json anew from the"
                            + " publisher");
            this.role = role;
            this.authority = authority;
            this.threshold = threshold;
            this.valid = valid;
            this.faults = List.copyOf(faults);
        }

        /** The role that should have signed. */
        public String role() {
            return role;
        }

        /** The document that says who signs for the role. */
        public String authority() {
            return authority;
        }

        /** Different keys that must have signed. */
        public int threshold() {
            return threshold;
        }

        /** Different keys that have. */
        public int valid() {
            return valid;
        }

        /** Why the other signatures were not counted. */
        public List<SignatureFault> faults() {
            return faults;
        }
    }

    /** The document is older than one that was trusted before. */
    public static final class RollbackDetected extends TrustException {

        private static final long serialVersionUID = 1;

        private final String role;
        private final long trusted;
        private final long offered;

        RollbackDetected(String document, String role, long trusted, long offered) {
            super(
                    document,
                    "offers version " + offered + " of " + role + ", but version " + trusted
                            + " was trusted before; ask another mirror: this one lags far behind, or replays old"
                            + " metadata");
            this.role = role;
            this.trusted = trusted;
            this.offered = offered;
        }

        /** The role whose version went back; not always the document's own. */
        public String role() {
            return role;
        }

        /** The version that was trusted before. */
        public long trusted() {
            return trusted;
        }

        /** The version that is offered now; 0 where the role is no longer listed. */
        public long offered() {
            return offered;
        }
    }

    /** The document may not be trusted any longer: a freeze attack, or a publisher that has stopped. */
    public static final class Expired extends TrustException {

        private static final long serialVersionUID = 1;

        private final Instant expires;
        private final Instant now;

        Expired(String document, Instant expires, Instant now) {
            super(
                    document,
                    "expired at " + expires + " (it is " + now + "); ask another mirror, check this machine's"
                            + " clock, or ask the publisher to sign again");
            this.expires = expires;
            this.now = now;
        }

        /** When it expired. */
        public Instant expires() {
            return expires;
        }

        /** What time it was taken to be. */
        public Instant now() {
            return now;
        }
    }

    /** The document is larger than any of its kind may be; nothing of it was read: an endless data attack. */
    public static final class LengthExceeded extends TrustException {

        private static final long serialVersionUID = 1;

        private final int limit;

        LengthExceeded(String document, int limit) {
            super(document, "has more than " + limit + " bytes, the most that is accepted; ask another mirror");
            this.limit = limit;
        }

        /** Bytes that are accepted. */
        public int limit() {
            return limit;
        }
    }

    /** A mirror gives what no document can be: an endless data attack, or a compression bomb. The cause has the fields. */
    public static final class UnfitAnswer extends TrustException {

        private static final long serialVersionUID = 1;

        UnfitAnswer(MetadataSource.Unfit cause) {
            super(cause.object(), cause.problem() + "; ask another mirror, and tell whoever runs this one");
            initCause(cause);
        }
    }

    /** The document has another length than signed metadata says. */
    public static final class WrongLength extends TrustException {

        private static final long serialVersionUID = 1;

        private final long expected;
        private final long actual;

        WrongLength(String document, long expected, long actual) {
            super(document, "has " + actual + " bytes where signed metadata says " + expected + "; ask another mirror");
            this.expected = expected;
            this.actual = actual;
        }

        /** Bytes that signed metadata says. */
        public long expected() {
            return expected;
        }

        /** Bytes that there are. */
        public long actual() {
            return actual;
        }
    }

    /** The document has another hash than signed metadata says: a mix-and-match attack, or damage. */
    public static final class HashMismatch extends TrustException {

        private static final long serialVersionUID = 1;

        private final String algorithm;
        private final String expected;
        private final String actual;

        HashMismatch(String document, String algorithm, String expected, String actual) {
            super(
                    document,
                    "has the " + algorithm + " " + actual + " where signed metadata says " + expected
                            + "; ask another mirror");
            this.algorithm = algorithm;
            this.expected = expected;
            this.actual = actual;
        }

        /** The hash function, by its name in metadata. */
        public String algorithm() {
            return algorithm;
        }

        /** The hash that signed metadata says. */
        public String expected() {
            return expected;
        }

        /** The hash of the bytes. */
        public String actual() {
            return actual;
        }
    }

    /** The document is listed with hashes of which none can be computed here. */
    public static final class UnsupportedHashes extends TrustException {

        private static final long serialVersionUID = 1;

        private final transient List<String> algorithms;

        UnsupportedHashes(String document, List<String> algorithms) {
            super(
                    document,
                    "is listed with no hash but " + String.join(", ", algorithms)
                            + "; sha256 and sha512 are supported. A newer Freshet may know it");
            this.algorithms = List.copyOf(algorithms);
        }

        /** The hash functions that are listed, by their names in metadata. */
        public List<String> algorithms() {
            return algorithms;
        }
    }

    /** The document is another version than the one asked for. */
    public static final class WrongVersion extends TrustException {

        private static final long serialVersionUID = 1;

        private final long expected;
        private final long actual;

        WrongVersion(String document, long expected, long actual) {
            super(document, "is version " + actual + " where version " + expected + " belongs; ask another mirror");
            this.expected = expected;
            this.actual = actual;
        }

        /** The version that belongs here. */
        public long expected() {
            return expected;
        }

        /** The version that the document has. */
        public long actual() {
            return actual;
        }
    }

    /** Two different documents of one version were both signed: the publisher's keys say two things at once. */
    public static final class Forked extends TrustException {

        private static final long serialVersionUID = 1;

        private final long version;

        Forked(String document, long version) {
            super(
                    document,
                    "differs from another validly signed version " + version
                            + "; tell the publisher: its online key may be in foreign hands");
            this.version = version;
        }

        /** The version that there are two of. */
        public long version() {
            return version;
        }
    }

    /** A role is delegated to, but the snapshot lists no document of it. */
    public static final class NotInSnapshot extends TrustException {

        private static final long serialVersionUID = 1;

        private final String role;

        NotInSnapshot(String document, String role) {
            super(document, "lists no document of the role " + role + "; the publisher has yet to publish for it");
            this.role = role;
        }

        /** The role. */
        public String role() {
            return role;
        }
    }

    /** The repository needs a feature of its readers, or of its writers, that this release does not have. */
    public static final class NeedsFeature extends TrustException {

        private static final long serialVersionUID = 1;

        NeedsFeature(String document, String feature, String whom) {
            super(
                    document,
                    "requires \"" + feature + "\" of its " + whom + ", which this Freshet lacks; take a newer one");
        }
    }

    /** No role that may speak about a target lists it. */
    public static final class NoSuchTarget extends TrustException {

        private static final long serialVersionUID = 1;

        private final String target;

        NoSuchTarget(String document, String target) {
            super(document, "there is no target " + target + " in this repository; check the name");
            this.target = target;
        }

        /** The target's path. */
        public String target() {
            return target;
        }
    }

    /** Nothing says yet whom to trust: no root was given, and none is kept. */
    public static final class NoRoot extends TrustException {

        private static final long serialVersionUID = 1;

        NoRoot(String document) {
            super(document, "there is no trusted root yet; give the root.json, or its SHA-256, but not a mirror's");
        }
    }

    /** The root that was given and the one in the local trust state don't belong to one repository. */
    public static final class ForeignRoot extends TrustException {

        private static final long serialVersionUID = 1;

        private final long given;
        private final long kept;

        ForeignRoot(String document, long given, long kept) {
            super(
                    document,
                    "the root.json that was given (version " + given + ") does not lead to the one that is"
                            + " trusted here (version " + kept
                            + "); give the root that this state began with, or, if the"
                            + " repository was made anew, remove the trust state and start again");
            this.given = given;
            this.kept = kept;
        }

        /** Version of the root that was given. */
        public long given() {
            return given;
        }

        /** Version of the root that is kept. */
        public long kept() {
            return kept;
        }
    }

    /** No mirror had a valid answer; the verdicts say what each did. */
    public static final class NoMirror extends TrustException {

        private static final long serialVersionUID = 1;

        private final transient List<MirrorVerdict> verdicts;

        NoMirror(String document, List<MirrorVerdict> verdicts, String advice) {
            super(
                    document,
                    "no mirror has a valid answer: "
                            + verdicts.stream().map(MirrorVerdict::toString).collect(Collectors.joining("; "))
                            + advice);
            this.verdicts = List.copyOf(verdicts);
        }

        /** What each mirror did. */
        public List<MirrorVerdict> verdicts() {
            return verdicts;
        }
    }
}
