package io.freshet.cli;

import picocli.CommandLine.Command;

/** Looks at a repository's transparency log. */
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "freshet log verify URL (--root=FILE | --root-sha256=HEX) [OPTIONS]",
            "       freshet log show URL (--root=FILE | --root-sha256=HEX) [--channel=NAME] [OPTIONS]",
            "       freshet log monitor URL... (--root=FILE | --root-sha256=HEX) --seen=DIR [OPTIONS]"
        },
        description = "Verify, list or watch a repository's public log, which every release is in.",
        subcommands = {LogVerifyCommand.class, LogShowCommand.class, LogMonitorCommand.class})
final class LogCommand {}
