package io.freshet.cli;

import picocli.CommandLine.Command;

/** Looks at what is claimed of releases. */
@Command(
        name = "attest",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "freshet attest show URL (--root=FILE | --root-sha256=HEX) [--channel=NAME[@N]] [OPTIONS]",
            "       freshet attest verify URL (--root=FILE | --root-sha256=HEX) [--channel=NAME[@N]] [--key=FILE...]"
                    + " [OPTIONS]"
        },
        description = "Show or verify what a release's publisher, and others, claim of it under their signatures.",
        subcommands = {AttestShowCommand.class, AttestVerifyCommand.class})
final class AttestCommand {}
