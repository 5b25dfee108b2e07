package io.freshet.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a completion script: {@code source <(freshet completion bash)}. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Print a completion script for a shell.",
        customSynopsis = "freshet completion (bash | zsh)",
        footer = {"", "Example, for ~/.bashrc or ~/.zshrc:", "  source <(freshet completion bash)"})
final class CompletionCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** zsh reads the same script: it starts bashcompinit by itself. */
    @Command(name = "bash", aliases = "zsh", description = "For bash and zsh.")
    int bash() {
        var out = spec.commandLine().getOut();
        out.print(AutoComplete.bash("freshet", spec.root().commandLine()));
        out.flush();
        return ExitCode.OK.code();
    }
}
