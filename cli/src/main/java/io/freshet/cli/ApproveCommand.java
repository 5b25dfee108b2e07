package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.keys.PassphraseOption;
import io.freshet.core.Digest;
import io.freshet.core.attest.Envelope;
import io.freshet.core.policy.ChannelStatement;
import io.freshet.core.policy.Policy;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.SignerFile;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.tree.Durable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Approves a release. */
@Command(
        name = "approve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = {
            "freshet approve URL --root=FILE --release=NAME[@N] --for=CHANNEL --key=FILE --out=FILE [OPTIONS]"
        },
        description = "Approve a release of one channel for another: show it, and sign that it may be released there.",
        footer = {
            "",
            "Look at the release first (freshet show, freshet fetch it and run a node on it): the signature is over"
                    + " its",
            "manifest's digest, its height, the repository and the channel, and can't be taken back. Without --key",
            "nothing is signed, and only what would be is shown. The file, a DSSE envelope, goes to whoever runs"
                    + " freshet",
            "promote; it holds no secret.",
            "",
            "Example:",
            "  freshet approve https://a.example/base --root root.json --release staging/archive@7 \\",
            "      --for mainnet/archive --key alice.key --out alice.json"
        })
final class ApproveCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "URL", description = "The repository.")
    private @Nullable String where;

    @Mixin
    private RepositoryOptions repository = new RepositoryOptions();

    @Option(names = "--release", required = true, paramLabel = "NAME[@N]", description = "The release to look at.")
    private @Nullable ReleaseName release;

    @Option(names = "--for", required = true, paramLabel = "CHANNEL", description = "Where it may be released.")
    private @Nullable ChannelName channel;

    @Option(names = "--key", paramLabel = "FILE", description = "Private key of an approver, or a reference to one.")
    private @Nullable Path key;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "File for the approval; CHANNEL.approval.json by default.")
    private @Nullable Path out;

    @Mixin
    private PassphraseOption passphrase = new PassphraseOption();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        ChannelName target = Objects.requireNonNull(channel);
        Place.Repository place = repository.repository(where);
        Facts facts = new Facts();
        try (NamedRepository open = repository.open(place)) {
            NamedRepository.Found found = open.findToApprove(Objects.requireNonNull(release));
            new RepositoryFacts(open.repository(), Clock.systemUTC().instant()).release(facts, found);
            Digest first = open.firstRoot();
            ChannelStatement said = ChannelStatement.approval(
                    first,
                    target,
                    found.release().manifest().sha256(),
                    found.release().height());
            facts.line("");
            facts.add("approved for", "approvedFor", target.name());
            facts.add("repository", "repository", first.toString());
            sign(said, open, target, facts);
        }
        console.result(facts.json(), facts.lines());
        return ExitCode.OK.code();
    }

    private void sign(ChannelStatement said, NamedRepository open, ChannelName target, Facts facts)
            throws IOException, TrustException, UsageException {
        ObjectNode json = facts.json();
        if (key == null) {
            if (out != null) {
                throw new UsageException("--out needs --key: without one nothing is signed");
            }
            json.put("signed", false);
            facts.line("signed", "nothing, without --key");
            return;
        }
        Signer signer = SignerFile.read(key, passphrase.passphrase());
        Envelope envelope = said.sealedBy(signer);
        Path file = out == null ? Path.of(target.name().replace('/', '.') + ".approval.json") : out;
        Durable.write(file, envelope.toBytes());
        json.put("signed", true).put("key", signer.id()).put("file", file.toString());
        facts.line("signed by", signer.id());
        facts.line("written to", file.toString());
        Optional<Policy> policy = open.repository().state().hasChannelRules()
                ? Optional.of(open.repository().policy())
                : Optional.empty();
        boolean listed = policy.flatMap(rules -> rules.rules(target))
                .filter(rules -> rules.approvers().keyIds().contains(signer.id()))
                .isPresent();
        json.put("counts", listed);
        if (!listed) {
            console.say(
                    "freshet: the rules of " + target + " do not list this key yet: the approval counts once they do");
        }
    }
}
