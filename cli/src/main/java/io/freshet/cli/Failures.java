package io.freshet.cli;

import io.freshet.cli.config.ConfigException;
import io.freshet.core.FormatException;
import io.freshet.core.json.JsonException;
import io.freshet.core.log.LogException;
import io.freshet.core.manifest.UnsupportedFeature;
import io.freshet.core.policy.RulesBroken;
import io.freshet.core.trust.Contact;
import io.freshet.core.trust.KeyFileException;
import io.freshet.core.trust.MetadataSource;
import io.freshet.core.trust.MirrorVerdict;
import io.freshet.core.trust.SignerException;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustStore;
import io.freshet.fetcher.anchor.AnchorRefused;
import io.freshet.fetcher.http.AllMirrorsFailed;
import io.freshet.fetcher.http.MirrorFault;
import io.freshet.fetcher.log.LogRefused;
import io.freshet.fetcher.trust.ChannelRefused;
import io.freshet.fetcher.trust.NoSuchChannel;
import io.freshet.fetcher.version.HomeRefused;
import io.freshet.providers.api.ConditionUnsupported;
import io.freshet.providers.api.InvalidStoreUrl;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreInterrupted;
import io.freshet.publisher.commit.CommitException;
import io.freshet.publisher.source.FileChanged;
import io.freshet.publisher.source.SourceException;
import io.freshet.reader.log.NoLog;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Turns whatever a verb throws into a line for a human and a code for a script. */
final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        ExitCode exit = classify(thrown);
        PrintWriter err = command.getErr();
        err.println("freshet: " + Texts.printable(describe(thrown, command)));
        if (isThePublishers(thrown)) {
            contact(command.getCommandSpec()).ifPresent(contact -> err.println(Texts.printable(asking(contact))));
        }
        if (exit == ExitCode.INTERNAL) {
            thrown.printStackTrace(err);
        }
        err.flush();
        return exit.code();
    }

    /** Whether what is refused is the publisher's to explain: what mirrors give as theirs, and not what an option says. */
    private static boolean isThePublishers(Throwable thrown) {
        return switch (thrown) {
            case ChannelRefused.NoSuchManifest _ -> true;
            case AnchorRefused.NoQuorum _ -> false;
            case TrustException.ForeignRoot _ -> false;
            case TrustException refused when refused.document().equals(TrustStore.GIVEN_ROOT) -> false;
            default -> classify(thrown) == ExitCode.UNTRUSTED || classify(thrown) == ExitCode.HALTED;
        };
    }

    /** Whom the verb's repository names. Empty where the verb trusts no repository, or one without a contact. */
    private static Optional<Contact> contact(CommandSpec spec) {
        return spec.userObject() instanceof Referring verb
                ? verb.contact()
                : spec.mixins().values().stream()
                        .flatMap(options -> contact(options).stream())
                        .findFirst();
    }

    /** A line of its own, the same wherever somebody is sent to the publisher. */
    static String asking(Contact contact) {
        return "freshet: ask the publisher: " + contact;
    }

    /** Runs a verb. What picocli lets pass, an error of Java's own such as a lack of memory, ends it in one line, too. */
    static int run(ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (Error e) {
            PrintWriter err = parsed.commandSpec().commandLine().getErr();
            StackTraceElement[] trace = e.getStackTrace();
            err.println("freshet: " + e + (trace.length > 0 ? " at " + trace[0] : ""));
            err.flush();
            return ExitCode.INTERNAL.code();
        }
    }

    static ExitCode classify(Throwable thrown) {
        return switch (thrown) {
            case InterruptedException _ -> ExitCode.INTERRUPTED;
            case InterruptedIOException _ -> ExitCode.INTERRUPTED;
            case UsageException _ -> ExitCode.USAGE;
            case ConfigException _ -> ExitCode.USAGE;
            case NoSuchChannel _ -> ExitCode.USAGE;
            case LogRefused _ -> ExitCode.UNTRUSTED;
            case AnchorRefused.Unanswered _ -> ExitCode.UNAVAILABLE;
            case AnchorRefused.NoHead _ -> ExitCode.UNAVAILABLE;
            case AnchorRefused _ -> ExitCode.UNTRUSTED;
            case RulesBroken _ -> ExitCode.UNTRUSTED;
            case ChannelRefused.Halted _ -> ExitCode.HALTED;
            case ChannelRefused.NoSuchManifest _ -> ExitCode.USAGE;
            case ChannelRefused _ -> ExitCode.UNTRUSTED;
            case LogException _ -> ExitCode.UNTRUSTED;
            case TrustException refused -> classifyTrust(refused);
            case StoreException store -> classifyStore(store);
            case CommitException commit -> classifyCommit(commit);
            case FileChanged _ -> ExitCode.CONFLICT;
            case SourceException _ -> ExitCode.USAGE;
            case UnsupportedFeature _ -> ExitCode.UNSUPPORTED;
            case FormatException _ -> ExitCode.UNTRUSTED;
            case JsonException _ -> ExitCode.UNTRUSTED;
            case AllMirrorsFailed failed ->
                !failed.faults().isEmpty()
                                && failed.faults().stream().allMatch(MirrorFault.WrongBytes.class::isInstance)
                        ? ExitCode.UNTRUSTED
                        : ExitCode.UNAVAILABLE;
            case MirrorFault _ -> ExitCode.UNAVAILABLE;
            case MetadataSource.Unfit _ -> ExitCode.UNTRUSTED;
            case NoLog _ -> ExitCode.UNAVAILABLE;
            case HomeRefused _ -> ExitCode.LOCAL;
            case KeyFileException _ -> ExitCode.LOCAL;
            case SignerException.Invalid _ -> ExitCode.USAGE;
            case SignerException.Unreachable _ -> ExitCode.UNAVAILABLE;
            case SignerException _ -> ExitCode.LOCAL;
            case IOException _ -> ExitCode.LOCAL;
            default -> ExitCode.INTERNAL;
        };
    }

    private static ExitCode classifyTrust(TrustException refused) {
        return switch (refused) {
            case TrustException.NoRoot _ -> ExitCode.USAGE;
            case TrustException.NoSuchTarget _ -> ExitCode.USAGE;
            case TrustException.UnsupportedSpec _ -> ExitCode.UNSUPPORTED;
            case TrustException.UnsupportedDelegation _ -> ExitCode.UNSUPPORTED;
            case TrustException.NeedsFeature _ -> ExitCode.UNSUPPORTED;
            case TrustException.NoMirror none ->
                none.verdicts().stream().anyMatch(MirrorVerdict.Refused.class::isInstance)
                        ? ExitCode.UNTRUSTED
                        : ExitCode.UNAVAILABLE;
            default -> ExitCode.UNTRUSTED;
        };
    }

    private static ExitCode classifyStore(StoreException store) {
        return switch (store) {
            case StoreInterrupted _ -> ExitCode.INTERRUPTED;
            case InvalidStoreUrl _ -> ExitCode.USAGE;
            case ConditionUnsupported _ -> ExitCode.USAGE;
            default -> ExitCode.UNAVAILABLE;
        };
    }

    private static ExitCode classifyCommit(CommitException commit) {
        return switch (commit) {
            case CommitException.NoRepository _ -> ExitCode.USAGE;
            case CommitException.AlreadyThere _ -> ExitCode.USAGE;
            case CommitException.NotTheAuthority _ -> ExitCode.USAGE;
            case CommitException.UnknownChannel _ -> ExitCode.USAGE;
            case CommitException.OtherKeys _ -> ExitCode.USAGE;
            case CommitException.OtherRepository _ -> ExitCode.USAGE;
            case CommitException.LowerHeight _ -> ExitCode.USAGE;
            case CommitException.OtherNetwork _ -> ExitCode.USAGE;
            case CommitException.NotAllowed _ -> ExitCode.USAGE;
            case CommitException.NotHalted _ -> ExitCode.USAGE;
            case CommitException.OtherApproval _ -> ExitCode.USAGE;
            case CommitException.NothingReleased _ -> ExitCode.USAGE;
            case CommitException.Halted _ -> ExitCode.HALTED;
            case CommitException.NoFirstRoot _ -> ExitCode.USAGE;
            case CommitException.NoNextVersion _ -> ExitCode.UNTRUSTED;
            case CommitException.LogCutShort _ -> ExitCode.UNTRUSTED;
            case CommitException.OtherHistory _ -> ExitCode.UNTRUSTED;
            case CommitException.NotAnEntry _ -> ExitCode.UNTRUSTED;
            case CommitException.EntryReplaced _ -> ExitCode.UNTRUSTED;
            case CommitException.LogDiffers _ -> ExitCode.UNTRUSTED;
            case CommitException.WriteRefused _ -> ExitCode.UNAVAILABLE;
            case CommitException.NotTimestamped _ -> ExitCode.UNAVAILABLE;
            case CommitException.Unsigned _ -> ExitCode.LOCAL;
            case CommitException.Untrusted untrusted
            when untrusted.getCause() instanceof TrustException why -> classifyTrust(why);
            case CommitException.Untrusted _ -> ExitCode.UNTRUSTED;
            case CommitException.Unsettled _ -> ExitCode.UNTRUSTED;
            case CommitException.Incomplete _ -> ExitCode.UNAVAILABLE;
            case CommitException.NotWitnessed _ -> ExitCode.UNAVAILABLE;
            default -> ExitCode.CONFLICT;
        };
    }

    /** Who signs roots has asked no mirror, and is not told to ask another. */
    private static String describe(Throwable thrown, CommandLine command) {
        CommandLine above = command.getParent();
        boolean signs = command.getCommandName().equals("init")
                || (above != null && above.getCommandName().equals("root"));
        return signs && thrown instanceof TrustException refused ? RootFaults.words(refused) : describe(thrown);
    }

    static String describe(Throwable thrown) {
        if (thrown instanceof FileSystemException fault) {
            return FileFaults.words(fault);
        }
        String message = thrown.getMessage();
        return message == null ? thrown.toString() : message;
    }
}
