package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Help is read in a terminal. */
class HelpTest {

    /** What is longer is broken, and leaves a word or two on a line of their own. */
    @ParameterizedTest
    @ValueSource(strings = {"publish", "approve", "promote", "witness", "show", "diff", "channel", "key"})
    void noLineOfAFooterIsBroken(String name) {
        List<String> broken = new ArrayList<>();
        CommandLine verb = Freshet.commandLine().getSubcommands().get(name);
        broken(verb, broken);
        verb.getSubcommands().values().forEach(each -> broken(each, broken));
        assertThat(broken).isEmpty();
    }

    private static void broken(CommandLine line, List<String> broken) {
        int width = line.getUsageHelpWidth();
        for (String footer : line.getCommandSpec().usageMessage().footer()) {
            if (footer.length() >= width) {
                broken.add(line.getCommandSpec().qualifiedName() + ": " + footer);
            }
        }
    }
}
