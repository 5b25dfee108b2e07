package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The script does in a real bash what it is for. */
class CompletionTest {

    @TempDir
    private Path directory;

    private Path script;

    @BeforeEach
    void writeTheScript() throws IOException {
        StringWriter out = new StringWriter();
        CommandLine line = Freshet.commandLine();
        line.setOut(new PrintWriter(out));
        assertThat(line.execute("completion", "bash")).isZero();
        script = Files.writeString(directory.resolve("completion"), out.toString());
    }

    /** What bash offers after these words, the last of which is being typed. */
    private List<String> offered(String... words) throws IOException, InterruptedException {
        String typed = String.join(" ", words);
        List<String> command = new ArrayList<>(List.of("bash", "-c", """
            source "$1"
            function=$(complete -p freshet | sed 's/.*-F \\([^ ]*\\).*/\\1/')
            shift
            COMP_LINE="$*" COMP_POINT=${#COMP_LINE} COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
            # compopt complains that nobody has pressed Tab.
            "$function" "$1" "${!#}" "" 2>/dev/null
            printf '%s\\n' "${COMPREPLY[@]}"
            """, "bash", script.toString()));
        command.addAll(List.of(words));
        Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(typed + "\n" + output).isZero();
        return output.lines().map(String::strip).toList();
    }

    @Test
    void offersVerbs() throws Exception {
        assertThat(offered("freshet", "f")).contains("fetch").doesNotContain("publish");
        assertThat(offered("freshet", "")).contains("init", "publish", "fetch", "completion");
    }

    @Test
    void offersTheOptionsOfAVerb() throws Exception {
        assertThat(offered("freshet", "fetch", "--in")).containsExactly("--into");
        assertThat(offered("freshet", "publish", "--c")).contains("--channel", "--config", "--consistency");
    }

    @Test
    void offersTheValuesOfAnOption() throws Exception {
        assertThat(offered("freshet", "publish", "--consistency", "s")).isNotEmpty();
    }
}
