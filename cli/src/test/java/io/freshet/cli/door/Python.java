package io.freshet.cli.door;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Python that has {@code zstandard}: the one that {@code FRESHET_TEST_PYTHON} names, else {@code python3}. */
public final class Python {
    private final String program;
    private final Path root;

    private Python(String program, Path root) {
        this.program = program;
        this.root = root;
    }

    /** Finds it, or skips the test, saying why. */
    public static Python orSkip() throws IOException, InterruptedException {
        String program = System.getenv().getOrDefault("FRESHET_TEST_PYTHON", "python3");
        // Tests run in their module's directory.
        Python python = new Python(program, Path.of("..").toRealPath());
        assumeTrue(python.hasZstandard(), program + " with zstandard isn't there (see docs/testing.md)");
        return python;
    }

    /**
     * Runs it at the root of the sources.
     *
     * @return its exit code, and what it wrote to both of its streams
     */
    public Run run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program, "-B"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(root.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private boolean hasZstandard() throws InterruptedException {
        try {
            return run(List.of("-c", "import zstandard")).code() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** How a run ended. */
    public record Run(int code, String output) {}
}
