package io.freshet.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs scripts that lie beside a test's class, by the Python that the environment names.
 *
 * @param beside the test
 * @param directory for what they print
 */
public record Python(Class<?> beside, Path directory) {

    /** The variable that names it. */
    public static final String VARIABLE = "FRESHET_TEST_PYTHON";

    /** What a script has printed, which must end well. */
    public String run(String script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(System.getenv(VARIABLE), place(script)));
        command.addAll(Arrays.asList(arguments));
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        assertThat(ended && process.exitValue() == 0)
                .as("%s: %s", script, Files.readString(errors))
                .isTrue();
        return Files.readString(output);
    }

    private String place(String script) throws URISyntaxException {
        return Path.of(beside.getResource(script).toURI()).toString();
    }
}
