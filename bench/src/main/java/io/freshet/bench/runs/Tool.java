package io.freshet.bench.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A tool as a shell file beside bench/peers/run, with the functions {@code version}, {@code publish TREE}, {@code fetch}
 * and {@code update} (those that it has), {@code prepare}, {@code serve} and {@code stop} (off the clock; the last two around
 * what reads), {@code chunks} (prints how many the last publication added), and the variables {@code needs} (programs), {@code lacks} (names that it does not carry) and
 * {@code tree} (where below OUT the result is).
 */
final class Tool {

    private static final List<String> FUNCTIONS =
            List.of("version", "prepare", "publish", "serve", "fetch", "update", "stop", "chunks");

    private final Path file;
    private final Path output;
    private final List<String> gate;
    private final Map<String, String> environment;
    private final Set<String> functions;

    /**
     * @param file the shell file
     * @param output where what the tool prints goes
     * @param gate a command that waits until the machine is quiet and then runs the rest of its words; may be empty
     * @param environment variables of all its functions
     */
    Tool(Path file, Path output, List<String> gate, Map<String, String> environment)
            throws IOException, InterruptedException {
        this.file = file;
        this.output = output;
        this.gate = gate;
        this.environment = environment;
        this.functions =
                Set.copyOf(List.of(ask("for f in " + String.join(" ", FUNCTIONS) + "; do declare -F $f || true; done")
                        .split("\\s+")));
    }

    String name() {
        return file.getFileName().toString().replace(".sh", "");
    }

    boolean has(String function) {
        return functions.contains(function);
    }

    /** Which of the programs that it needs is missing. */
    Optional<String> missing() throws IOException, InterruptedException {
        String found = ask("for p in ${needs:-}; do command -v $p >/dev/null || { echo $p; break; }; done");
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    String version() throws IOException, InterruptedException {
        return ask("version");
    }

    Set<String> lacks() throws IOException, InterruptedException {
        return Set.copyOf(Arrays.asList(ask("echo ${lacks:-}").split(" ")));
    }

    /** Where below OUT the tree is. */
    String tree() throws IOException, InterruptedException {
        return ask("echo ${tree:-.}");
    }

    void prepare() throws IOException, InterruptedException {
        offTheClock("prepare");
    }

    /** Starts the tool's own server, if it needs one. */
    void serve() throws IOException, InterruptedException {
        offTheClock("serve");
    }

    /** Stops it. */
    void stop() throws IOException, InterruptedException {
        offTheClock("stop");
    }

    private void offTheClock(String function) throws IOException, InterruptedException {
        if (has(function)) {
            ask(function + " >/dev/null");
        }
    }

    /** How many chunks the last publication added, if the tool says. */
    OptionalLong newChunks() throws IOException, InterruptedException {
        return has("chunks") ? OptionalLong.of(Long.parseLong(ask("chunks"))) : OptionalLong.empty();
    }

    /** Runs a function on the clock, in processes of its own. */
    Cost run(Mirrors mirrors, String... call) throws IOException, InterruptedException {
        mirrors.take();
        Path time = output.resolveSibling("time");
        List<String> command = new ArrayList<>(gate);
        command.addAll(List.of("/usr/bin/time", "-q", "-o", time.toString(), "-f", "%e %U %S %M"));
        command.addAll(shell("\"$@\""));
        command.add("bench");
        command.addAll(List.of(call));
        execute(command);
        return Cost.parse(Files.readString(time), mirrors.take());
    }

    private String ask(String script) throws IOException, InterruptedException {
        return execute(shell(script)).strip();
    }

    private List<String> shell(String script) {
        return List.of("bash", "-c", "set -euo pipefail; . '" + file + "'; " + script);
    }

    private String execute(List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        String printed = Files.readString(output);
        if (code != 0) {
            throw new IOException(name() + " failed with " + code + ": " + printed.strip());
        }
        return printed;
    }
}
