package io.freshet.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A machine without Java on which the archive was unpacked: only the tools of a shell are on the path. */
final class Machine {

    static final String VERSION = System.getProperty("freshet.version");

    private final Path directory;
    private final Path tools;

    /** How a command ended, and all that it said. */
    record Run(int code, String output) {}

    Machine(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        this.tools = Files.createDirectory(directory.resolve("tools"));
        Process tar = new ProcessBuilder(
                        "tar", "-xzf", System.getProperty("freshet.archive"), "-C", directory.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        for (String tool : List.of("dirname", "readlink")) {
            Path real = Stream.of("/usr/bin", "/bin")
                    .map(place -> Path.of(place, tool))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            Path script = Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** Where it was unpacked. */
    Path home() {
        return directory.resolve("freshet-" + VERSION);
    }

    Path program() {
        return home().resolve("bin/freshet");
    }

    /** Runs a program with {@code variables} and the path as all of its environment. */
    Run run(Path program, Map<String, String> variables, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(variables);
        builder.environment().put("PATH", tools.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    /** Runs Freshet, which has to succeed. */
    Run freshet(Map<String, String> variables, String... arguments) throws IOException, InterruptedException {
        Run run = run(program(), variables, List.of(arguments));
        assertThat(run.code()).as(run.output()).isZero();
        return run;
    }
}
