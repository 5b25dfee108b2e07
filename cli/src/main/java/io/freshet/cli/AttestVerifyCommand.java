package io.freshet.cli;

import io.freshet.cli.screen.Figures;
import io.freshet.core.timestamp.TimestampRoots;
import io.freshet.core.trust.ChannelKeys;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.VerifyingKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Verifies that those who should have vouch for a release. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = {
            "freshet attest verify URL (--root=FILE | --root-sha256=HEX) [--channel=NAME[@N]] [OPTIONS]",
            "       freshet attest verify URL (--root=FILE | --root-sha256=HEX) --key=FILE... [--threshold=N] [OPTIONS]"
        },
        description = "Verify that a release is attested by its channel's keys, or by those of --key.",
        footer = {
            "",
            "An attestation counts if it is about this release's manifest and names no other content root. Without",
            "--key, as many of the channel's keys must have signed one as the channel itself needs. With --key, it is",
            "those keys that count, and the channel's don't: an auditor's, a CI system's, or one that the channel had",
            "before. What several attestations are signed by counts together, each key once. --attestation takes what",
            "cosign attest-blob wrote, too.",
            "",
            "With --timestamp-roots, one counts only if a timestamp of it (RFC 3161) is verified, too: made over the",
            "whole envelope, signed by a certificate for timestamps alone (critical, and named in it by an"
                    + " ESSCertIDv2),",
            "from which a chain that was valid at that time leads to one of the roots. Whether one was revoked is not",
            "asked.",
            "",
            "Exit code 0 if so many have signed, 1 if not; others: freshet --help.",
            "",
            "Examples:",
            "  freshet attest verify https://a.example/base --root root.json",
            "  freshet attest verify s3://acme/base --root root.json --key auditor.pem --attestation audit.json",
            "  freshet attest verify https://a.example/base --root root.json --timestamp-roots tsa-roots.pem"
        })
final class AttestVerifyCommand implements Callable<Integer> {

    @Mixin
    private AttestOptions options = new AttestOptions();

    @Mixin
    private CountingKeys keys = new CountingKeys();

    @Option(
            names = "--threshold",
            paramLabel = "N",
            description = "How many of the keys of --key must have signed; all of them by default.")
    private @Nullable Integer threshold;

    @Mixin
    private TimestampRootsOption timestampRoots = new TimestampRootsOption();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        List<VerifyingKey> given = keys.read();
        check();
        Optional<TimestampRoots> roots = timestampRoots.roots();
        try (NamedRepository repository = options.open()) {
            NamedRepository.Found found = options.find(repository);
            ChannelKeys counting =
                    given.isEmpty() ? CountingKeys.ofChannel(repository, found) : new ChannelKeys(given, needed(given));
            AttestReport report = options.report(repository, found, counting.keys(), roots);
            int signed = report.keys(roots.isPresent());
            boolean verified = signed >= counting.threshold();
            Facts facts = new Facts();
            report.write(facts);
            facts.json()
                    .put("signed", signed)
                    .put("threshold", counting.threshold())
                    .put("verified", verified);
            facts.line("");
            facts.line(
                    verified ? "verified" : "refused",
                    Figures.count(signed, "key") + (given.isEmpty() ? " of the channel" : " of --key")
                            + (signed == 1 ? " has" : " have") + " signed it"
                            + (roots.isPresent() ? " with a timestamp that counts, " : ", ") + counting.threshold()
                            + (counting.threshold() == 1 ? " is" : " are") + " needed");
            console.result(facts.json(), facts.lines());
            return (verified ? ExitCode.OK : ExitCode.DIFFERENT).code();
        }
    }

    private int needed(List<VerifyingKey> given) {
        return threshold != null
                ? threshold
                : (int) given.stream().map(VerifyingKey::material).distinct().count();
    }

    private void check() throws UsageException {
        if (threshold != null && (threshold < 1 || threshold > keys.named())) {
            throw new UsageException(
                    "--threshold is 1 to the number of keys that --key names, which is " + keys.named());
        }
    }
}
