package io.freshet.cli;

import io.freshet.cli.keys.KeyCommand;
import io.freshet.cli.keys.RootCommand;
import io.freshet.cli.witness.WitnessCommand;
import io.freshet.core.Digest;
import io.freshet.core.SuppressForbidden;
import io.freshet.core.chunk.PathGlob;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Contact;
import io.freshet.fetcher.http.Mirror;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
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
        exitCodeListHeading = "%nExit codes:%n",
        footer = {
            "",
            "Who publishes begins with init, then publish, every night. Who runs a node needs fetch alone. show, ls,"
                    + " diff,",
            "verify, export, log, attest and prove look at what is there, and change nothing. witness cosigns the logs"
                    + " of",
            "others.",
            "freshet COMMAND --help explains each, with examples. From a checkout, ./freshet demo shows it all."
        })
public final class Freshet {
    private static final int HELP_WIDTH = 110;

    /** In the order of the help. */
    private static final List<Verb> VERBS = List.of(
            new Verb("init", InitCommand::new),
            new Verb("channel", ChannelCommand::new),
            new Verb("publish", PublishCommand::new),
            new Verb("approve", ApproveCommand::new),
            new Verb("promote", PromoteCommand::new),
            new Verb("renew", RenewCommand::new),
            new Verb("key", KeyCommand::new),
            new Verb("root", RootCommand::new),
            new Verb("fetch", FetchCommand::new),
            new Verb("show", ShowCommand::new),
            new Verb("ls", LsCommand::new),
            new Verb("diff", DiffCommand::new),
            new Verb("verify", VerifyCommand::new),
            new Verb("export", ExportCommand::new),
            new Verb("log", LogCommand::new),
            new Verb("witness", WitnessCommand::new),
            new Verb("attest", AttestCommand::new),
            new Verb("prove", ProveCommand::new),
            new Verb("tuf", TufCommand::new),
            new Verb("completion", CompletionCommand::new));

    private record Verb(String name, Supplier<Object> command) {}

    private Freshet() {}

    @SuppressForbidden("the one place where the process ends")
    public static void main(String[] args) {
        // Scripts ask for the version again and again, and building the command line is most of a short command.
        if (args.length == 1 && args[0].equals("--version")) {
            System.out.println(VersionLine.text());
            return;
        }
        if (args.length > 1) {
            HeadStart.begin();
        }
        System.exit(commandLineFor(args).execute(args));
    }

    /** As much of the command line as these arguments need: a verb's options take longer to read than to parse. */
    static CommandLine commandLineFor(String[] args) {
        return VERBS.stream()
                .filter(verb -> args.length > 0 && verb.name.equals(args[0]) && !verb.name.equals("completion"))
                .findFirst()
                .map(verb -> configured(with(List.of(verb))))
                .orElseGet(Freshet::commandLine);
    }

    /** The complete command line, with the verbs of other jars; callers may redirect its streams. */
    public static CommandLine commandLine() {
        CommandLine line = with(VERBS);
        ServiceLoader.load(ExtraCommand.class).forEach(line::addSubcommand);
        return configured(line);
    }

    private static CommandLine with(List<Verb> verbs) {
        CommandLine line = new CommandLine(new Freshet());
        verbs.forEach(verb -> line.addSubcommand(verb.name, verb.command.get()));
        return line;
    }

    /** What picocli hands down to the verbs that are there: the last step. */
    private static CommandLine configured(CommandLine line) {
        line.getCommandSpec().usageMessage().exitCodeList(ExitCode.table());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(new Failures());
        line.setExecutionStrategy(Failures::run);
        line.setParameterExceptionHandler(Freshet::refuse);
        line.setUsageHelpWidth(HELP_WIDTH);
        line.registerConverter(ChannelName.class, checked(ChannelName::new));
        line.registerConverter(Contact.class, checked(Contact::new));
        line.registerConverter(ReleaseName.class, checked(ReleaseName::parse));
        line.registerConverter(Mirror.class, checked(Mirror::new));
        line.registerConverter(PathGlob.class, checked(PathGlob::new));
        line.registerConverter(
                Digest.class, checked(text -> Digest.parse(text.startsWith("sha256:") ? text.substring(7) : text)));
        return line;
    }

    /** One line of what is wrong, and where help is: a page of it would hide the line. */
    private static int refuse(ParameterException wrong, String[] arguments) {
        CommandLine verb = wrong.getCommandLine();
        verb.getErr().println("freshet: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, verb.getErr());
        verb.getErr().println("Try: " + verb.getCommandSpec().qualifiedName() + " --help");
        verb.getErr().flush();
        return verb.getCommandSpec().exitCodeOnInvalidInput();
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
