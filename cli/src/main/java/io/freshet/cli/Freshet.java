package io.freshet.cli;

import io.freshet.core.SuppressForbidden;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command line; every verb is a class of its own. */
@Command(
        name = "freshet",
        description = "Publish and fetch signed, deduplicated snapshots of large data directories.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        subcommands = {CompletionCommand.class},
        exitCodeListHeading = "%nExit codes:%n")
public final class Freshet {
    private Freshet() {}

    @SuppressForbidden("the one place where the process ends")
    public static void main(String[] args) {
        // Scripts ask for the version again and again, and building the command line is most of a short command.
        if (args.length == 1 && args[0].equals("--version")) {
            System.out.println(VersionLine.text());
            return;
        }
        System.exit(commandLine().execute(args));
    }

    /** The complete command line, with the verbs of other jars; callers may redirect its streams. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Freshet());
        ServiceLoader.load(ExtraCommand.class).forEach(line::addSubcommand);
        line.getCommandSpec().usageMessage().exitCodeList(ExitCode.table());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(new Failures());
        return line;
    }
}
