package io.freshet.providers.testkit;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A token of SoftHSM, which is a library and a directory; its keys are made by OpenSC's pkcs11-tool. */
public final class SoftToken {

    private static final String VARIABLE = "FRESHET_TEST_SOFTHSM";
    private static final String PIN = "9271";

    private final Path directory;
    private final Path module;
    private final String label;

    private SoftToken(Path directory, Path module, String label) {
        this.directory = directory;
        this.module = module;
        this.label = label;
    }

    /**
     * Makes a token without keys, the only one that this process sees from now on; or skips the test, saying why.
     *
     * @param directory an empty one, for its data
     */
    public static SoftToken make(Path directory, String label) throws IOException, InterruptedException {
        Path module = Stream.concat(
                        Stream.ofNullable(System.getenv(VARIABLE)),
                        Stream.of(
                                "/usr/lib/softhsm/libsofthsm2.so",
                                "/usr/lib64/pkcs11/libsofthsm2.so",
                                "/usr/local/lib/softhsm/libsofthsm2.so"))
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElse(Path.of("/"));
        Assumptions.assumeTrue(
                Files.isRegularFile(module),
                () -> "SoftHSM isn't installed, and " + VARIABLE + " does not name its library");
        for (String tool : List.of("softhsm2-util", "pkcs11-tool")) {
            Assumptions.assumeTrue(
                    ServerProcess.find(tool, "FRESHET_TEST_" + tool).isPresent(), () -> tool + " isn't on the path");
        }
        SoftToken token = new SoftToken(directory, module, label);
        Files.createDirectories(token.data());
        Files.writeString(token.configuration(), "directories.tokendir = " + token.data() + "\nlog.level = ERROR\n");
        setVariable("SOFTHSM2_CONF", token.configuration().toString());
        token.run("softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", "4823", "--pin", PIN);
        return token;
    }

    private Path data() {
        return directory.resolve("tokens");
    }

    private Path configuration() {
        return directory.resolve("softhsm2.conf");
    }

    /**
     * Makes a key in it.
     *
     * @param type as pkcs11-tool names it: {@code EC:prime256v1}, {@code EC:edwards25519}, {@code rsa:2048}
     * @param id in hexadecimal digits
     */
    public void generate(String name, String type, String id, String... more) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("--keypairgen", "--key-type", type, "--label", name, "--id", id));
        command.addAll(List.of(more));
        tool(command.toArray(String[]::new));
    }

    /** Runs pkcs11-tool on it, as its user. */
    public void tool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("pkcs11-tool", "--module", module.toString()));
        command.addAll(List.of("--token-label", label, "--login", "--pin", PIN));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private void run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("SOFTHSM2_CONF", configuration().toString()));
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
    }

    /** Pulls it out: no token is there then. */
    public void remove() throws IOException {
        Files.move(data(), directory.resolve("removed"));
        Files.createDirectories(data());
    }

    /** Its library. */
    public Path module() {
        return module;
    }

    /** The URI of a key in it, without a PIN. */
    public String uri(String name) {
        return "pkcs11:token=" + label + ";object=" + name + "?module-path=" + module;
    }

    /** A new file of mode 0600 that holds {@code pin}. */
    public Path pinFile(String pin) throws IOException {
        Path file = Files.createTempFile(
                directory,
                "pin",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, pin + "\n");
    }

    /** A new file of mode 0600 that holds its PIN. */
    public Path pinFile() throws IOException {
        return pinFile(PIN);
    }

    /** For the library, which reads the environment of this process: Java has no call for that. */
    @SuppressWarnings("restricted") // the tests allow native calls
    private static void setVariable(String name, String value) {
        try (Arena arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            int code = (int) linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("setenv"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT))
                    .invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
            if (code != 0) {
                throw new IllegalStateException("setenv returned " + code);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("the environment could not be changed", e);
        }
    }
}
