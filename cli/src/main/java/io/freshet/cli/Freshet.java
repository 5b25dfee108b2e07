package io.freshet.cli;

import io.freshet.core.Digest;
import io.freshet.core.SuppressForbidden;
import io.freshet.core.chunk.PathGlob;
import io.freshet.core.trust.ChannelName;
import io.freshet.fetcher.http.Mirror;
import java.util.ServiceLoader;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The root of the command line; every verb is a class of its own. */
@Command(
        name = "freshet",
        description = "Publish and fetch signed, deduplicated snapshots of large data directories.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        subcommands = {
            InitCommand.class,
            ChannelCommand.class,
            PublishCommand.class,
            FetchCommand.class,
            ShowCommand.class,
            LsCommand.class,
            DiffCommand.class,
            VerifyCommand.class,
            ExportCommand.class,
            CompletionCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        footer = {
            "",
            "Who publishes begins with init, then publish, every night. Who runs a node needs fetch alone. show, ls,"
                    + " diff,",
            "verify and export look at what is there, and change nothing.",
            "freshet COMMAND --help explains each, with examples. From a checkout, ./freshet demo shows it all."
        })
public final class Freshet {
    private static final int HELP_WIDTH = 110;

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
        line.setExecutionStrategy(Failures::run);
        line.setParameterExceptionHandler(Freshet::refuse);
        line.setUsageHelpWidth(HELP_WIDTH);
        line.registerConverter(ChannelName.class, checked(ChannelName::new));
        line.registerConverter(ReleaseName.class, checked(ReleaseName::parse));
        line.registerConverter(Mirror.class, checked(Mirror::new));
        line.registerConverter(PathGlob.class, checked(PathGlob::new));
        line.registerConverter(Digest.class, checked(Digest::parse));
        return line;
    }

    /** One line of what is wrong, and where help is: a page of it would hide the line. */
    private static int refuse(ParameterException wrong, String[] arguments) {
        CommandLine verb = wrong.getCommandLine();
        verb.getErr().println("freshet: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, verb.getErr());
        verb.getErr().println("Try: " + verb.getCommandSpec().qualifiedName() + " --help");
        verb.getErr().flush();
        return ExitCode.USAGE.code();
    }

    /** What a value of ours says of itself when it refuses a text is what a user reads. */
    private static <T> ITypeConverter<T> checked(Function<String, T> make) {
        return text -> {
            try {
                return make.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        };
    }
}
