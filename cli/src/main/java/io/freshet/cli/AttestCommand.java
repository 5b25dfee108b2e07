package io.freshet.cli;

import picocli.CommandLine.Command;

/** Looks at what is claimed of releases. */
@Command(
        name = "attest",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "freshet attest show URL (--root=FILE | --root-sha256=HEX) [--channel=NAME[@N]] [OPTIONS]",
            "       freshet attest verify URL (--root=FILE | --root-sha256=HEX) [--channel=NAME[@N]] [--key=FILE...]"
                    + " [OPTIONS]",
            "       freshet attest export URL (--root=FILE | --root-sha256=HEX) [--channel=NAME[@N]] --out=DIR"
                    + " [OPTIONS]"
        },
        description =
                "Show, verify or export what a release's publisher, and others, claim of it under their signatures.",
        subcommands = {AttestShowCommand.class, AttestVerifyCommand.class, AttestExportCommand.class})
final class AttestCommand {}
