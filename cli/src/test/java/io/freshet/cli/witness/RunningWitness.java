package io.freshet.cli.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.Freshet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code freshet witness} in a process of its own. */
public final class RunningWitness implements AutoCloseable {

    private final Process process;
    private final Path said;
    private final String vkey;
    private final String url;

    private RunningWitness(Process process, Path said, String vkey, String url) {
        this.process = process;
        this.said = said;
        this.vkey = vkey;
        this.url = url;
    }

    /** Starts one in {@code directory}, which keeps its key and its state from one start to the next. */
    public static RunningWitness start(Path directory, String name, String... more) throws IOException {
        Files.createDirectories(directory);
        Path key = directory.resolve("witness.key");
        if (Files.notExists(key)) {
            assertThat(io.freshet.cli.testing.Cli.run("key", "generate", key.toString())
                            .code())
                    .isZero();
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Freshet.class.getName(),
                "witness",
                "--listen",
                "127.0.0.1:0",
                "--name",
                name,
                "--key",
                key.toString(),
                "--state",
                directory.resolve("state").toString()));
        if (Files.notExists(directory.resolve("state"))) {
            command.add("--new");
        }
        command.addAll(List.of(more));
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(said.toFile()))
                .start();
        // It says its key and its address once it listens.
        var out = process.inputReader(StandardCharsets.UTF_8);
        String witness = String.valueOf(out.readLine());
        String listening = String.valueOf(out.readLine());
        if (!witness.startsWith("witness ") || !listening.startsWith("listening ")) {
            process.destroy();
            throw new IOException(witness + "\n" + listening + "\n" + Files.readString(said));
        }
        return new RunningWitness(process, said, word(witness), word(listening));
    }

    private static String word(String line) {
        return line.substring(line.indexOf(' ')).strip();
    }

    /** Its verifier key. */
    public String vkey() {
        return vkey;
    }

    /** Its submission prefix. */
    public String url() {
        return url;
    }

    /** What it has told its operator. */
    public String said() throws IOException {
        return Files.readString(said);
    }

    /** Kills it without notice. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends it as a service does; the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
