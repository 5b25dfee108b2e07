package io.freshet.cli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.Freshet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Freshet's command line in this process, which takes less time than one of its own. */
public final class Cli {

    private Cli() {}

    /** How a command ended, and what it wrote. */
    public record Run(int code, String out, String err) {}

    /** Runs a command. */
    public static Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Freshet.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return new Run(line.execute(arguments), out.toString(), err.toString());
    }

    /** Runs a command that must succeed, with {@code --json}, and reads its report. */
    public static JsonNode report(String... arguments) throws IOException {
        String[] all = new String[arguments.length + 1];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--json";
        Run run = run(all);
        assertThat(run.code()).as(run.out() + "\n" + run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }
}
