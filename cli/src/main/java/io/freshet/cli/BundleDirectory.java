package io.freshet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.attest.Attestation;
import io.freshet.core.attest.Provenance;
import io.freshet.core.attest.SigstoreBundle;
import io.freshet.core.attest.Statement;
import io.freshet.core.trust.PublicKeyFile;
import io.freshet.core.trust.RsaKey;
import io.freshet.core.trust.VerifyingKey;
import io.freshet.fetcher.tree.Durable;
import io.freshet.fetcher.tree.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** A directory of bundles, what they are about, and the keys that verify them. It is there whole or not at all. */
final class BundleDirectory {

    private static final String MANIFEST = "manifest.json";

    private final Path out;
    private final List<Exported> bundles = new ArrayList<>();

    private BundleDirectory(Path out) {
        this.out = out;
    }

    /** One that is yet to be written. */
    static BundleDirectory at(Path out) throws UsageException {
        if (out.getFileName() == null || Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
            throw new UsageException("--out: " + out + " is there already; name a directory that isn't");
        }
        return new BundleDirectory(out);
    }

    /** Where the manifest comes to lie. */
    String manifest() {
        return out.resolve(MANIFEST).toString();
    }

    /** Those that were added. */
    List<Exported> bundles() {
        return List.copyOf(bundles);
    }

    /** Adds what a key has signed, by which the attestation counts. */
    void add(Attestation attestation, VerifyingKey key) {
        int number = bundles.size() + 1;
        bundles.add(new Exported(
                attestation.name(),
                attestation.statement().map(Statement::predicateType).orElseThrow(),
                key,
                SigstoreBundle.of(attestation.envelope().orElseThrow(), key),
                out.resolve(number + ".sigstore.json").toString(),
                out.resolve(number + ".pem").toString()));
    }

    /** Writes all of it. */
    void write(byte[] manifest) throws IOException {
        Path whole = out.toAbsolutePath();
        Path parent = Objects.requireNonNull(whole.getParent());
        Path unfinished = parent.resolve("." + out.getFileName() + ".freshet-unfinished");
        Trees.delete(unfinished);
        Files.createDirectory(unfinished);
        Durable.write(unfinished.resolve(MANIFEST), manifest);
        for (Exported each : bundles) {
            Durable.write(
                    unfinished.resolve(Path.of(each.bundle).getFileName()),
                    each.content().toBytes());
            Durable.write(
                    unfinished.resolve(Path.of(each.pem).getFileName()),
                    PublicKeyFile.pem(each.key).getBytes(UTF_8));
        }
        Files.move(unfinished, whole, StandardCopyOption.ATOMIC_MOVE);
        Durable.directory(parent);
    }

    /**
     * A bundle, and what it was made of.
     *
     * @param attestation where the envelope lies
     * @param bundle where the bundle comes to lie
     * @param pem where the key does
     */
    record Exported(
            String attestation,
            String predicateType,
            VerifyingKey key,
            SigstoreBundle content,
            String bundle,
            String pem) {

        private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

        /** What to type to verify it, if cosign can: an RSA key of --key verifies PKCS #1 v1.5 alone there. */
        Optional<String> cosign(String manifest) {
            if (key instanceof RsaKey) {
                return Optional.empty();
            }
            String type = predicateType.equals(Provenance.TYPE) ? "slsaprovenance1" : predicateType;
            return Optional.of("cosign verify-blob-attestation --key " + quoted(pem) + " --bundle " + quoted(bundle)
                    + " --type " + quoted(type) + " --insecure-ignore-tlog " + quoted(manifest));
        }

        /** As one word for a shell, whatever is in it: the type is whatever somebody has signed. */
        private static String quoted(String word) {
            return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
        }
    }
}
