package io.freshet.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.core.log.LogException;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.TrustException;
import io.freshet.reader.log.LogListing;
import io.freshet.reader.log.LogRow;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the entries of the log. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet log show URL (--root=FILE | --root-sha256=HEX) [--channel=NAME] [OPTIONS]",
        description = "List the entries of a repository's log, newest first.",
        footer = {
            "",
            "Each entry's number, time, channel and sequence, height and manifest, all under the log's signature. An",
            "entry that is no release is legal (its publisher died, or somebody was faster), and named as such:"
                    + " nothing",
            "shows that its publisher wrote it. Exit code 1 if something is no entry at all: whoever signed it took"
                    + " what",
            "lay in the bucket.",
            "",
            "Examples:",
            "  freshet log show https://a.example/base --root root.json | head",
            "  freshet log show s3://acme/base --root root.json --channel mainnet/archive --json"
        })
final class LogShowCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "URL", description = "URL of a repository, or of its descriptor.")
    private @Nullable String where;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Option(names = "--channel", paramLabel = "NAME", description = "Only entries of this channel.")
    private @Nullable ChannelName channel;

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, LogException, TrustException, UsageException {
        try (NamedRepository repository = options.open(options.repository(where))) {
            LogListing listing = new LogListing(repository.repository(), repository.log());
            PrintWriter out = console.out();
            JsonRows rows = console.json() ? new JsonRows(out, "entries") : null;
            AtomicLong unreadable = new AtomicLong();
            listing.run(each -> {
                EntryRow row = new EntryRow(each);
                if (each instanceof LogRow.Unreadable) {
                    unreadable.incrementAndGet();
                }
                if (row.isOf(channel)) {
                    if (rows == null) {
                        console.line(row.line());
                    } else {
                        rows.row(row.json());
                    }
                }
            });
            if (rows != null) {
                rows.end(JsonNodeFactory.instance
                        .objectNode()
                        .put("size", listing.head().size())
                        .put("root", listing.head().root().toString()));
            }
            out.flush();
            return (unreadable.get() > 0 ? ExitCode.DIFFERENT : ExitCode.OK).code();
        }
    }
}
