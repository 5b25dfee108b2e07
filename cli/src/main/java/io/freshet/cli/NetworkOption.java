package io.freshet.cli;

import picocli.CommandLine.Option;

/** A channel's change to another chain, by a word of its own: an option of facts that was mistyped must not be one. */
final class NetworkOption {

    @Option(
            names = "--change-network",
            description =
                    "Release what is of another network or chain than the channel's release before. Nodes refuse it"
                            + " until their operators allow it.")
    private boolean change;

    boolean change() {
        return change;
    }
}
