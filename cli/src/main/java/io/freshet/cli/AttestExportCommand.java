package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.attest.Attestation;
import io.freshet.core.timestamp.SeenAttestation;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.VerifyingKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exports what is claimed of a release, for programs that know nothing of repositories. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet attest export URL (--root=FILE | --root-sha256=HEX) [--channel=NAME[@N]]"
                + " [--key=FILE...] --out=DIR [OPTIONS]",
        description =
                "Export a release's attestations as Sigstore bundles, with the manifest and the keys, for cosign.",
        footer = {
            "",
            "DIR gets manifest.json, which the claims are about, and for each signature that counts (as with attest",
            "verify) a bundle, N.sigstore.json, and the key that verifies it, N.pem. What doesn't count is left out."
                    + " The",
            "output says what to type; cosign says \"Verified OK\". A bundle has no timestamps: the release's are over"
                    + " the",
            "whole envelope, those of bundles are over one signature. RSA keys sign by RSASSA-PSS here, which cosign",
            "doesn't verify by --key.",
            "",
            "Exit code 0 if there is a bundle, 1 if nothing counts, and nothing was written; others: freshet --help.",
            "",
            "Examples:",
            "  freshet attest export https://a.example/base --root root.json --out claims",
            "  freshet attest export s3://acme/base --root root.json --key auditor.pem --attestation audit.json --out"
                    + " audit"
        })
final class AttestExportCommand implements Callable<Integer> {

    @Mixin
    private AttestOptions options = new AttestOptions();

    @Mixin
    private CountingKeys keys = new CountingKeys();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Directory that is made for them; there is none yet.")
    private Path out = Path.of("");

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        List<VerifyingKey> given = keys.read();
        BundleDirectory directory = BundleDirectory.at(out);
        try (NamedRepository repository = options.open()) {
            NamedRepository.Found found = options.find(repository);
            List<VerifyingKey> counting =
                    given.isEmpty() ? CountingKeys.ofChannel(repository, found).keys() : given;
            AttestReport report = options.report(repository, found, counting, Optional.empty());
            for (SeenAttestation each : report.attestations()) {
                add(each.attestation(), directory);
            }
            Facts facts = new Facts();
            if (directory.bundles().isEmpty()) {
                report.write(facts);
                facts.json().putArray("bundles");
                facts.line("");
                facts.line("refused", "none of them counts: nothing was written");
                console.result(facts.json(), facts.lines());
                return ExitCode.DIFFERENT.code();
            }
            directory.write(report.snapshot().document());
            write(found, directory, facts);
            console.result(facts.json(), facts.lines());
            return ExitCode.OK.code();
        }
    }

    private static void add(Attestation attestation, BundleDirectory directory) {
        if (attestation.problem().isEmpty()) {
            attestation.signedBy().forEach(key -> directory.add(attestation, key));
        }
    }

    private static void write(NamedRepository.Found found, BundleDirectory directory, Facts facts) {
        facts.json().setAll(found.json());
        facts.line("release", found.toString());
        facts.line("manifest", found.release().manifest().sha256().toString());
        facts.add("written to", "file", directory.manifest());
        for (BundleDirectory.Exported each : directory.bundles()) {
            Facts of = facts.part("bundles");
            of.add("bundle", "bundle", each.bundle());
            Facts more = of.indented();
            more.add("of", "attestation", each.attestation());
            ObjectNode signed = more.json().putObject("signedBy");
            signed.put("id", each.key().id()).put("type", each.key().algorithm());
            more.line("signed by", each.key().algorithm() + " " + each.key().id());
            more.add("key", "key", each.pem());
            more.add("type", "predicateType", each.predicateType());
            Optional<String> command = each.cosign(directory.manifest());
            command.ifPresentOrElse(
                    text -> more.add("to verify", "cosign", text),
                    () -> more.line("cosign", "can't verify it by --key: it takes RSA signatures for PKCS #1 v1.5"));
        }
    }
}
