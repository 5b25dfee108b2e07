package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.RepositoryLog;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Contact;
import io.freshet.core.trust.TrustException;
import io.freshet.providers.api.Sleeper;
import io.freshet.reader.log.LogMonitor;
import io.freshet.reader.log.LogRow;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Watches a log. */
@Command(
        name = "monitor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis =
                "freshet log monitor URL (--root=FILE | --root-sha256=HEX) --seen=DIR [--every=TIME] [OPTIONS]",
        description = "List what is new in a repository's log since the last time, if the log has only grown.",
        footer = {
            "",
            "DIR remembers the last checkpoint. Each --from is looked at by itself, so that one that shows another log",
            "than the others is found out. Every release that a channel's pointer or history names has to be in the"
                    + " log;",
            "with --log-policy witnesses must have cosigned it, too. A new entry that no release belongs to is named,",
            "with a warning. Exit code 0 if all is well; 1 if a release is not in the log, or a mirror has less of the",
            "log than was seen; 3 if the log has two histories: both checkpoints are kept in DIR, show them to others.",
            "With --every it goes on until something is wrong; a mirror that can't be asked, or has less than was"
                    + " seen,",
            "is named and asked again.",
            "",
            "Examples:",
            "  freshet log monitor https://a.example/base --root root.json --seen /var/lib/monitor",
            "  freshet log monitor --from https://a.example/base --from https://b.example/base --root root.json \\",
            "      --seen /var/lib/monitor --every 10m --json"
        })
final class LogMonitorCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "URL", description = "URL of a repository, or of its descriptor.")
    private @Nullable String where;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Option(
            names = "--seen",
            required = true,
            paramLabel = "DIR",
            description = "Directory that remembers what was seen of this log; made if it is not there.")
    private @Nullable Path seen;

    @Option(names = "--channel", paramLabel = "NAME", description = "List only entries of this channel.")
    private @Nullable ChannelName channel;

    @Option(names = "--log-policy", paramLabel = "FILE", description = "Witnesses and quorum (a tlog-policy file).")
    private @Nullable Path policy;

    @Option(names = "--every", paramLabel = "TIME", description = "Look again and again: 30s, 10m, 1h.")
    private @Nullable String every;

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, InterruptedException, LogException, TrustException, UsageException {
        Optional<Duration> pause = every == null ? Optional.empty() : Optional.of(pause(every));
        Optional<LogPolicy> witnesses =
                policy == null ? Optional.empty() : Optional.of(PolicyFile.read("--log-policy", policy));
        List<String> urls = options.repository(where).urls();
        SeenLog memory = new SeenLog(Objects.requireNonNull(seen));
        while (true) {
            ExitCode exit = look(urls, witnesses, memory, pause.isPresent());
            if (exit != ExitCode.OK || pause.isEmpty()) {
                return exit.code();
            }
            Sleeper.real().sleep(pause.get());
        }
    }

    private static Duration pause(String text) throws UsageException {
        if (!text.matches("[1-9][0-9]{0,5}[smhd]")) {
            throw new UsageException("--every: \"" + text + "\" is no time like 30s, 10m, 1h or 1d");
        }
        return new TimeSpan().convert(text);
    }

    /** Looks at each mirror once. */
    private ExitCode look(List<String> urls, Optional<LogPolicy> witnesses, SeenLog memory, boolean again)
            throws IOException, LogException, TrustException, UsageException {
        Round round = new Round(console, channel);
        for (String url : urls) {
            try (NamedRepository repository = options.open(Place.ofUrls(List.of(url)))) {
                RepositoryLog log = repository.log().log();
                LogPolicy wanted = witnesses.map(log::policy).orElseGet(log::policy);
                LogMonitor monitor = new LogMonitor(repository.repository(), repository.log(), wanted);
                LogMonitor.Result result = monitor.run(memory.read(), round::entry);
                if (result.seen().isPresent()) {
                    memory.write(result.seen().get());
                }
                round.looked(url, result);
            } catch (LogException.Truncated e) {
                if (again) {
                    // Followers are copied to after a release: the next look will tell.
                    console.say("freshet: " + url + ": " + e.getMessage());
                } else {
                    round.less(url, e);
                }
            } catch (LogException.Conflict e) {
                round.conflict(url, e, memory.keep(e), options.contact());
            } catch (IOException | TrustException e) {
                if (!again || Failures.classify(e) != ExitCode.UNAVAILABLE) {
                    throw e;
                }
                console.say("freshet: " + url + ": " + Failures.describe(e));
            }
        }
        return round.end();
    }

    /** What one look has found, as it comes. */
    private static final class Round {

        private static final int MOST_NAMED = 20;

        private final Console console;
        private final @Nullable ChannelName channel;
        private final PrintWriter out;
        private final @Nullable JsonRows rows;
        private final ObjectNode rest = JsonNodeFactory.instance.objectNode();
        private final ArrayNode mirrors = rest.putArray("repositories");
        private final List<String> lines = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private ExitCode exit = ExitCode.OK;

        Round(Console console, @Nullable ChannelName channel) {
            this.console = console;
            this.channel = channel;
            this.out = console.out();
            this.rows = console.json() ? new JsonRows(out, "entries") : null;
        }

        void entry(LogRow each) {
            EntryRow row = new EntryRow(each);
            if (!row.isOf(channel)) {
                return;
            }
            if (each instanceof LogRow.Entry entry && !entry.standing().isRelease()) {
                warnings.add(String.valueOf(each.number()));
            }
            if (rows == null) {
                console.line(row.line());
            } else {
                rows.row(row.json());
            }
        }

        /** By itself this proves nothing against anybody; whoever publishes knows whether it was he. */
        private void warn() {
            if (!warnings.isEmpty()) {
                console.say("freshet: no release belongs to "
                        + (warnings.size() == 1 ? "entry " : "entries ")
                        + String.join(", ", warnings.subList(0, Math.min(warnings.size(), MOST_NAMED)))
                        + (warnings.size() > MOST_NAMED ? ", …" : "")
                        + ": a publisher is still at work, has died or lost a race, or somebody else wrote that to"
                        + " the bucket. Look at log/seq/ and its run; freshet log verify says what became of it.");
            }
        }

        void looked(String url, LogMonitor.Result result) {
            ObjectNode json = mirrors.addObject().put("url", url);
            json.put("size", result.head().size())
                    .put("root", result.head().root().toString());
            ArrayNode differences = json.putArray("differences");
            lines.add("log          " + url + ", size " + result.head().size() + ", root "
                    + result.head().root());
            for (String difference : result.differences()) {
                differences.add(difference);
                lines.add("differs      " + difference);
                worse(ExitCode.DIFFERENT);
            }
        }

        /** By itself this proves nothing against the log. */
        void less(String url, LogException.Truncated why) {
            mirrors.addObject().put("url", url).putArray("differences").add(why.getMessage());
            lines.add("differs      " + url + ": " + why.getMessage());
            worse(ExitCode.DIFFERENT);
        }

        void conflict(String url, LogException.Conflict why, List<Path> kept, Optional<Contact> contact) {
            ObjectNode json = mirrors.addObject().put("url", url).put("conflict", why.getMessage());
            ArrayNode evidence = json.putArray("evidence");
            kept.forEach(file -> evidence.add(file.toString()));
            console.say("freshet: " + url + ": " + why.getMessage() + "\n  seen     " + kept.getFirst()
                    + "\n  offered  " + kept.getLast()
                    + "\nBoth are signed by the log's key: show them to the publisher and to others."
                    + contact.map(whom -> "\n" + Failures.asking(whom)).orElse(""));
            worse(ExitCode.UNTRUSTED);
        }

        private void worse(ExitCode code) {
            exit = code.code() > exit.code() ? code : exit;
        }

        ExitCode end() {
            warn();
            if (rows == null) {
                lines.forEach(console::line);
            } else {
                rows.end(rest);
            }
            out.flush();
            return exit;
        }
    }
}
