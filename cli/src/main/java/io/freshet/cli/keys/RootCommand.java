package io.freshet.cli.keys;

import picocli.CommandLine.Command;

/** Looks after the root: who may sign what. */
@Command(
        name = "root",
        mixinStandardHelpOptions = true,
        description =
                "Change who may sign what, and whom to ask: make a draft of the next root, have it signed, put it in"
                        + " force.",
        footer = {
            "",
            "A draft is a file, root.json.draft, that is carried from signer to signer. Nothing but publish touches a",
            "repository, and nothing but --to needs a network.",
            "",
            "Example: another online key in place of the present one.",
            "  freshet key generate keys/online-2.key",
            "  freshet key export keys/online-2.key >online-2.pub",
            "  freshet root rotate online-2.pub --to s3://acme/base --current keys/root.json",
            "  freshet root sign root.json.draft --key keys/root-1.key",
            "  freshet root publish root.json.draft --to s3://acme/base --keys keys"
        },
        subcommands = {
            RootInit.class,
            RootStatus.class,
            RootAddKey.class,
            RootRemoveKey.class,
            RootThreshold.class,
            RootRotate.class,
            RootRenew.class,
            RootContact.class,
            RootSign.class,
            RootPublish.class
        })
public final class RootCommand {}
