package io.freshet.cli;

import io.freshet.core.trust.ChannelKeys;
import io.freshet.core.trust.TrustException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what is claimed of a release. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet attest show URL (--root=FILE | --root-sha256=HEX) [--channel=NAME[@N]] [OPTIONS]",
        description = "Show what is claimed of a release, and which of it the channel's keys have signed.",
        footer = {
            "",
            "What is marked as worthless is shown, too: anybody may have written it. --json has the claims whole.",
            "The time of a timestamp is shown as unverified: attest verify --timestamp-roots verifies it.",
            "",
            "Examples:",
            "  freshet attest show https://a.example/base --root root.json",
            "  freshet attest show s3://acme/base --root root.json --channel mainnet/archive@41 --json"
        })
final class AttestShowCommand implements Callable<Integer> {

    @Mixin
    private AttestOptions options = new AttestOptions();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        try (NamedRepository repository = options.open()) {
            NamedRepository.Found found = options.find(repository);
            ChannelKeys keys = CountingKeys.ofChannel(repository, found);
            Facts facts = new Facts();
            options.report(repository, found, keys.keys(), Optional.empty()).write(facts);
            console.result(facts.json(), facts.lines());
            return ExitCode.OK.code();
        }
    }
}
