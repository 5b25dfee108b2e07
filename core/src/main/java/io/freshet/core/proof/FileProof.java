package io.freshet.core.proof;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.Item;
import io.freshet.core.json.JsonException;
import io.freshet.core.log.LogException;
import io.freshet.core.manifest.Component;
import io.freshet.core.trust.TrustException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * That a release has a file, and what bytes it has: the release's proof, and of the content index the entries on the way from
 * the content root to the file, with the hashes beside them (format, section 14).
 *
 * @param release proves the release
 * @param component name of the file's component
 */
public record FileProof(ReleaseProof release, String component, ProvenNode root) {

    /** What a reader accepts: room for the ids of some two million chunks. */
    public static final int MOST_BYTES = 64 << 20;

    private static final String WHAT = "proof of a file";
    private static final String MAGIC = "FRPF";
    private static final int VERSION = 1;
    private static final int MOST_NAME = 63;
    /** Those of so many bytes if none is shorter than a digest. */
    private static final int MOST_ENTRIES = MOST_BYTES / Digest.BYTES;

    /** Reads a proof; {@code document} is what errors call its first part. */
    public static FileProof read(String document, byte[] bytes) throws FormatException, JsonException {
        ByteReader in = new ByteReader(WHAT, bytes);
        if (bytes.length > MOST_BYTES) {
            throw in.error("has more than " + MOST_BYTES + " bytes");
        }
        in.magic(MAGIC, VERSION);
        in.noFeatures();
        byte[] release = in.bytes("the release's proof", ReleaseProof.LIMITS.maxBytes());
        String component = in.string("a component's name", MOST_NAME);
        ProvenNode root = ProvenNode.read(in, MOST_ENTRIES);
        in.end();
        return new FileProof(ReleaseProof.read(document, release), component, root);
    }

    /**
     * The proof.
     *
     * @throws IllegalArgumentException if no reader would take so many bytes, or entries
     */
    public byte[] toBytes() {
        if (root.entries() > MOST_ENTRIES) {
            throw new IllegalArgumentException(
                    "the proof would have " + root.entries() + " entries; " + MOST_ENTRIES + " are the most");
        }
        ByteWriter out = new ByteWriter(64 << 10);
        out.magic(MAGIC, VERSION).noFeatures().bytes(release.toBytes()).string(component);
        root.write(out);
        if (out.size() > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "the proof would have " + out.size() + " bytes; " + MOST_BYTES + " are the most");
        }
        return out.toBytes();
    }

    /**
     * Verifies it, down from the root that is given; without one, from the first of the proof itself.
     *
     * @param document what to call it in errors
     */
    public ProvenFile verify(String document, Optional<byte[]> given) throws TrustException, LogException, IOException {
        return verify(document, given, ProofTerms.NONE);
    }

    /** The same where more is asked of the proof of the release. */
    public ProvenFile verify(String document, Optional<byte[]> given, ProofTerms terms)
            throws TrustException, LogException, IOException {
        ProvenRelease proven = new ProofCheck(document, release).verify(given, terms);
        Component in = proven.manifest()
                .component(component)
                .orElseThrow(() -> new FormatException(
                        document, "the release has no component " + EntryPath.printable(component)));
        List<Item> items = new ArrayList<>();
        root.gather(in.contentRoot(), true, true, items);
        if (items.isEmpty() || !(items.getFirst() instanceof Item.File file)) {
            throw new FormatException(document, "what it shows does not begin with a file");
        }
        List<Item.Piece> pieces = new ArrayList<>();
        long bytes = 0;
        for (Item item : items.subList(1, items.size())) {
            if (!(item instanceof Item.Piece piece)) {
                throw new FormatException(document, "shows more than one path");
            }
            pieces.add(piece);
            bytes += piece.length();
        }
        if (bytes != file.size()) {
            throw new FormatException(
                    document, "shows " + bytes + " bytes of " + file.path() + ", which has " + file.size());
        }
        return new ProvenFile(proven, in, file, pieces);
    }
}
