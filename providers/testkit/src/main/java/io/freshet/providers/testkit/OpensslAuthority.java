package io.freshet.providers.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.core.timestamp.TimestampAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A timestamp authority that is openssl's, under a root of its own. */
public final class OpensslAuthority implements TimestampAuthority {

    private static final String TIMESTAMPS_ALONE = "critical,timeStamping";

    private final Path program;
    private final Path directory;

    private OpensslAuthority(Path program, Path directory) {
        this.program = program;
        this.directory = directory;
    }

    /** One as they are, or skips the test where there is no openssl. */
    public static OpensslAuthority in(Path directory) throws IOException, InterruptedException {
        return in(directory, "sha256");
    }

    /** One that names its certificate by this hash. */
    public static OpensslAuthority in(Path directory, String hash) throws IOException, InterruptedException {
        return in(directory, hash, TIMESTAMPS_ALONE);
    }

    /** One whose certificate is for these uses; openssl itself signs nothing where they are others. */
    public static OpensslAuthority in(Path directory, String hash, String uses)
            throws IOException, InterruptedException {
        Optional<Path> program = ServerProcess.find("openssl", "FRESHET_TEST_OPENSSL");
        assumeTrue(program.isPresent(), "openssl isn't installed: not on the path, and FRESHET_TEST_OPENSSL isn't set");
        Files.createDirectories(directory);
        OpensslAuthority authority = new OpensslAuthority(program.orElseThrow(), directory);
        authority.makeCertificates(uses);
        Files.writeString(directory.resolve("serial"), "01\n");
        Files.writeString(directory.resolve("ts.conf"), """
            [tsa]
            default_tsa = own
            [own]
            serial = serial
            signer_cert = tsa.pem
            signer_key = tsa.key
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256
            ess_cert_id_chain = no
            ess_cert_id_alg = %s
            """.formatted(hash));
        return authority;
    }

    private void makeCertificates(String uses) throws IOException, InterruptedException {
        Files.writeString(directory.resolve("uses"), "extendedKeyUsage=" + uses + "\n");
        key("root.key");
        key("tsa.key");
        openssl(
                "req",
                "-x509",
                "-key",
                "root.key",
                "-subj",
                "/CN=Root of " + name(),
                "-days",
                "3650",
                "-out",
                "root.pem");
        openssl("req", "-new", "-key", "tsa.key", "-subj", "/CN=" + name(), "-out", "tsa.csr");
        openssl(
                "x509",
                "-req",
                "-in",
                "tsa.csr",
                "-CA",
                "root.pem",
                "-CAkey",
                "root.key",
                "-CAcreateserial",
                "-days",
                "3650",
                "-extfile",
                "uses",
                "-out",
                "tsa.pem");
    }

    private void key(String name) throws IOException, InterruptedException {
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", name);
    }

    /** The certificate of its root, in PEM. */
    public Path root() {
        return directory.resolve("root.pem");
    }

    /** Its own certificate, in PEM. */
    public Path certificate() {
        return directory.resolve("tsa.pem");
    }

    /** Its private key, in PKCS #8 and PEM. */
    public Path key() {
        return directory.resolve("tsa.key");
    }

    @Override
    public String name() {
        return directory.getFileName().toString();
    }

    @Override
    public synchronized byte[] ask(byte[] query) throws IOException {
        Files.write(directory.resolve("query"), query);
        try {
            openssl("ts", "-reply", "-config", "ts.conf", "-queryfile", "query", "-out", "answer");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return Files.readAllBytes(directory.resolve("answer"));
    }

    private void openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of(program.toString()), Arrays.stream(arguments))
                .toList();
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(command + ": " + Files.readString(output));
        }
    }
}
