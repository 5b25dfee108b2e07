package io.freshet.cli.keys;

import picocli.CommandLine.Command;

/** Looks after keys, in files and elsewhere. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description =
                "Make keys, list them, export their public halves, import those of others, use those in tokens and"
                        + " services.",
        footer = {
            "",
            "init makes the keys that a repository begins with; these commands are for more of them. What a key may"
                    + " sign",
            "is said by the repository's root: freshet root --help. Nothing here prints a private key."
        },
        subcommands = {KeyGenerate.class, KeyList.class, KeyExport.class, KeyImport.class, KeyReference.class})
public final class KeyCommand {}
