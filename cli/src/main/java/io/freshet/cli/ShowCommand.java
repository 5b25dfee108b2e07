package io.freshet.cli;

import io.freshet.core.manifest.Pointer;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.TrustException;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what there is. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = {
            "freshet show DIR [--channel=NAME@N] [--json]",
            "       freshet show URL (--root=FILE | --root-sha256=HEX) [--channel=NAME[@N]] [OPTIONS]"
        },
        description = "Show a repository, one of its channels, a release, or a fetched directory.",
        footer = {
            "",
            "Of a repository: its channels with their current releases, and when its metadata expire. With --channel",
            "NAME: that channel with all of its releases. With --channel NAME@41: that release, its components,"
                    + " profile,",
            "packs and how much it stored. Of a fetched directory: the version in use, those that are kept, where they",
            "came from.",
            "",
            "Examples:",
            "  freshet show https://a.example/base/repo.freshet --root-sha256 9f3c...",
            "  freshet show s3://acme/base --root root.json --channel mainnet/archive",
            "  freshet show --from https://a.example/base --root root.json --channel mainnet/archive@41 --json",
            "  freshet show /data/reth"
        })
final class ShowCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "WHERE", description = "Fetched directory, or URL of a repository.")
    private @Nullable String where;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Option(names = "--channel", paramLabel = "NAME[@N]", description = "Only this channel, or this release of it.")
    private @Nullable ReleaseName release;

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        Facts facts = new Facts();
        switch (options.place(where)) {
            case Place.Directory directory -> DirectoryFacts.write(directory, release, facts);
            case Place.Repository place -> {
                try (NamedRepository repository = options.open(place)) {
                    write(repository, facts);
                }
            }
        }
        console.result(facts.json(), facts.lines());
        return ExitCode.OK.code();
    }

    private void write(NamedRepository repository, Facts facts) throws IOException, TrustException, UsageException {
        RepositoryFacts all =
                new RepositoryFacts(repository.repository(), Clock.systemUTC().instant());
        if (release == null) {
            facts.add("repository", "url", repository.name());
            all.metadata(facts);
            for (ChannelName channel : repository.repository().channels()) {
                Optional<Pointer> pointer = repository.repository().pointer(channel);
                all.channel(facts.part("channels"), channel, pointer);
            }
            return;
        }
        NamedRepository.Found found = repository.find(release);
        if (release.sequence().isEmpty()) {
            all.channel(facts, found.channel(), Optional.of(found.pointer()));
            all.history(facts, found.pointer());
        } else {
            all.release(facts, found);
        }
    }
}
