package io.freshet.cli.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A program of somebody else's. */
record ForeignProgram(Path file) {

    /**
     * The one that {@code variable} names, or else the first of that name on the path or where Go puts it; where there is
     * none the test is skipped.
     *
     * @param install how to get it
     */
    static ForeignProgram find(String variable, String name, String install) {
        Optional<Path> found = Optional.ofNullable(System.getenv(variable))
                .map(Path::of)
                .or(() -> Stream.concat(
                                Stream.of(System.getenv("PATH").split(":")),
                                Stream.of(System.getProperty("user.home") + "/go/bin"))
                        .map(directory -> Path.of(directory, name))
                        .filter(Files::isExecutable)
                        .findFirst());
        assumeTrue(
                found.isPresent(),
                () -> "there is no " + name + ": name it in " + variable + ", or install it (" + install + ")");
        return new ForeignProgram(found.orElseThrow());
    }

    /** Runs it in {@code directory}; what it has said. It has to end with 0. */
    String run(Path directory, String... arguments) throws Exception {
        ProcessBuilder builder = builder(directory, arguments).redirectErrorStream(true);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    ProcessBuilder builder(Path directory, String... arguments) {
        return new ProcessBuilder(Stream.concat(Stream.of(file.toString()), Stream.of(arguments))
                        .toList())
                .directory(directory.toFile());
    }

    /** A tool of the system's, none of which has a variable. */
    static ForeignProgram ofTheSystem(String name) {
        List<Path> found = Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .toList();
        assumeTrue(!found.isEmpty(), () -> "there is no " + name + ": install the package that has it");
        return new ForeignProgram(found.getFirst());
    }
}
