package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.ToolVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FreshetTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine line = Freshet.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(args);
    }

    @Test
    void versionNamesTheReleaseAndTheRuntime() {
        assertThat(run("--version")).isEqualTo(ExitCode.OK.code());
        assertThat(out.toString())
                .startsWith("freshet " + ToolVersion.current() + " (Java "
                        + Runtime.version().feature());
        assertThat(ToolVersion.current()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void helpDocumentsEveryExitCode() {
        assertThat(run("--help")).isEqualTo(ExitCode.OK.code());
        assertThat(out.toString().lines().map(String::strip))
                .anyMatch(line -> line.startsWith("3 ") && line.contains("refused"))
                .anyMatch(line -> line.startsWith("130 "));
    }

    @Test
    void anUnknownVerbIsAUsageError() {
        assertThat(run("no-such-verb")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("no-such-verb");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anErrorOfJavasOwnEndsInOneLineAndAsADefect() {
        CommandLine line = Freshet.commandLine();
        line.addSubcommand("greedy", new Greedy());
        line.setErr(new PrintWriter(err));
        assertThat(line.execute("greedy")).isEqualTo(ExitCode.INTERNAL.code());
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("freshet: java.lang.OutOfMemoryError: Java heap space at io.freshet.cli.FreshetTest");
    }

    @Command
    private static final class Greedy implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    @Test
    void completionIsAScriptThatKnowsItself() {
        assertThat(run("completion", "bash")).isEqualTo(ExitCode.OK.code());
        assertThat(out.toString()).contains("complete -F").contains("completion");
    }

    @Test
    void everyCommandTeachesWithAnExample() {
        Freshet.commandLine().getSubcommands().forEach((name, command) -> {
            out.getBuffer().setLength(0);
            assertThat(run(name, "--help")).as(name).isEqualTo(ExitCode.OK.code());
            boolean group = !command.getSubcommands().isEmpty() && !name.equals("completion");
            assertThat(out.toString()).as(name).contains("Usage: freshet " + name, group ? "Commands:" : "Example");
            assertThat(out.toString().lines()).as(name).allMatch(line -> line.length() <= 110);
        });
    }

    /** The process builds no more of the command line than it needs; nobody may notice. */
    @Test
    void aVerbAloneIsTheVerbAmongAll() {
        Freshet.commandLine().getSubcommands().forEach((name, command) -> {
            CommandLine alone = Freshet.commandLineFor(new String[] {name, "--help"});
            CommandLine verb = alone.getSubcommands().get(name);
            assertThat(verb.getUsageMessage()).as(name).isEqualTo(command.getUsageMessage());
            assertThat(verb.getCommandSpec().name()).isEqualTo(name);
            boolean all = name.equals("completion");
            assertThat(alone.getSubcommands())
                    .as(name)
                    .hasSize(all ? Freshet.commandLine().getSubcommands().size() : 1);
        });
        assertThat(Freshet.commandLineFor(new String[0]).getUsageMessage())
                .isEqualTo(Freshet.commandLine().getUsageMessage());
    }

    @Test
    void aVerbAloneRefusesAsAmongAll() {
        for (String[] wrong : List.of(
                new String[] {"fetch", "--chanel", "a/b"},
                new String[] {"fetch", "--channel", "No Such", "--into", "x"},
                new String[] {"fetch", "--from", "ftp://a", "--into", "x"},
                new String[] {"fetch", "--carry", "", "--into", "x"},
                new String[] {"show", "--release", "x y"},
                new String[] {"publish"},
                new String[] {"fetch", "--into", "x", "--keep", "0"})) {
            assertThat(said(Freshet.commandLineFor(wrong), wrong))
                    .as("%s", List.of(wrong))
                    .isEqualTo(said(Freshet.commandLine(), wrong))
                    .contains("freshet: ");
        }
    }

    private static String said(CommandLine line, String... args) {
        StringWriter both = new StringWriter();
        line.setOut(new PrintWriter(both));
        line.setErr(new PrintWriter(both));
        return line.execute(args) + " " + both;
    }

    @Test
    void aVerbWithoutWhatItNeedsSaysWhereHelpIs() {
        assertThat(run("completion")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("Try: freshet completion --help");
    }
}
