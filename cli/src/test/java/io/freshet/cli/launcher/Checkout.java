package io.freshet.cli.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A checkout with the real launcher and as much else as it looks at, on a machine with the tools of a shell alone. Its
 * Maven notes how it was called, and hands out the classes under test.
 */
final class Checkout {

    private static final List<String> TOOLS = List.of(
            "cat",
            "cp",
            "date",
            "dirname",
            "find",
            "head",
            "ls",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sleep",
            "touch",
            "tr");

    private final Path machine;
    private final Map<String, String> environment = new HashMap<>();
    final Path directory;

    /** What a launcher said, and its exit code. */
    record Run(int code, String output) {}

    Checkout(Path machine) throws IOException {
        this.machine = machine;
        this.directory = Files.createDirectories(machine.resolve("a checkout \u00fc"));
        Path repository = Path.of("..").toAbsolutePath().normalize();
        Files.copy(repository.resolve("freshet"), launcher());
        Files.copy(repository.resolve("cli/src/main/launcher/java.options"), source().resolve("java.options"));
        Path build = Files.createDirectories(directory.resolve("cli/src/main/build"));
        Files.copy(repository.resolve("cli/src/main/build/Cacheable.java"), build.resolve("Cacheable.java"));
        Files.writeString(directory.resolve("pom.xml"), "<project/>");
        Path tools = Files.createDirectory(machine.resolve("tools"));
        for (String tool : TOOLS) {
            Path real = Stream.of("/usr/bin", "/bin")
                    .map(place -> Path.of(place, tool))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            program(tools.resolve(tool), "exec " + real + " \"$@\"");
        }
        environment.put("PATH", tools.toString());
        environment.put("HOME", Files.createDirectory(machine.resolve("home")).toString());
        environment.put("FRESHET_JAVA_HOME", System.getProperty("java.home"));
        environment.put("CLASSES", System.getProperty("java.class.path"));
        environment.put("NOTES", notes().toString());
        maven("");
    }

    Path launcher() {
        return directory.resolve("freshet");
    }

    /** A directory whose files the launcher looks at. */
    Path source() throws IOException {
        return Files.createDirectories(directory.resolve("cli/src/main/launcher"));
    }

    /** Puts a Maven on the path that does {@code first} before it builds. */
    void maven(String first) throws IOException {
        program(machine.resolve("tools/mvn"), """
            echo "$@" >>"$NOTES"
            %s
            for module in cli demo; do
                mkdir -p $module/target
                : >$module/target/freshet-$module-0.jar
                printf %%s "$CLASSES" >$module/target/classpath
            done
            """.formatted(first));
    }

    private static void program(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    void withoutMaven() throws IOException {
        Files.delete(machine.resolve("tools/mvn"));
    }

    void set(String variable, String value) {
        environment.put(variable, value);
    }

    void unset(String variable) {
        environment.remove(variable);
    }

    /** How Maven was called, each time. */
    List<String> builds() throws IOException {
        return Files.exists(notes()) ? Files.readAllLines(notes()) : List.of();
    }

    private Path notes() {
        return machine.resolve("maven-was-called");
    }

    Process start(Path program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(machine.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    static Run end(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    Run run(String... arguments) throws IOException, InterruptedException {
        return end(start(launcher(), arguments));
    }
}
