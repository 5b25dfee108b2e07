package io.freshet.fetcher.trust;

import io.freshet.core.Digest;

/** What a node was given, by another way than the mirrors, to know the publisher by. */
public sealed interface RootOfTrust {

    /** The {@code root.json} itself. */
    @SuppressWarnings("ArrayRecordComponent") // a document, compared by nobody
    record Document(byte[] bytes) implements RootOfTrust {}

    /** The SHA-256 of the repository's first root, {@code metadata/1.root.json}, which any mirror may then give. */
    record Fingerprint(Digest sha256) implements RootOfTrust {}

    /** Nothing more than an earlier fetch has kept. */
    record Kept() implements RootOfTrust {}
}
