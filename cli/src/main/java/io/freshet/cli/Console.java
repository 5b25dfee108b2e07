package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.screen.Screen;
import io.freshet.cli.screen.Status;
import io.freshet.cli.screen.Terminal;
import io.freshet.core.index.EntryPath;
import io.freshet.core.json.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a verb's results and its progress go: results to standard output, anything else to standard error. */
public final class Console {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    /** Prints the result, in the form that was asked for. Whatever it quotes, a line stays one line, and all of it shows. */
    public void result(ObjectNode object, List<String> lines) {
        PrintWriter out = out();
        if (json) {
            out.print(Texts.printable(JsonText.readable(object)));
        } else {
            lines.forEach(this::line);
        }
        out.flush();
    }

    /** Prints one line of a result for people, as it comes. Whatever it quotes, it stays one line. */
    void line(String line) {
        out().println(EntryPath.printable(line));
    }

    /** Whether results are to be JSON. */
    public boolean json() {
        return json;
    }

    public PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Standard output for bytes that are no text; nothing else may be written to it then. */
    OutputStream bytes() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                System.out.write(bytes, from, count);
                // It tells of no failure by itself: without this, whoever has closed the pipe would not be noticed.
                if (System.out.checkError()) {
                    throw new IOException("standard output was closed before all was written");
                }
            }
        };
    }

    /** Whether standard output is a terminal. */
    boolean writesToTerminal() {
        return Terminal.isStandardOutput();
    }

    /** Says something that is no result. */
    public void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(Texts.printable(line));
        err.flush();
    }

    /** Says what is going to happen, as part of the progress. */
    public void announce(String line) {
        if (!quiet) {
            say(line);
        }
    }

    /** Shows progress until the screen is closed. */
    Screen show(Supplier<Status> status) {
        if (quiet) {
            return Screen.none();
        }
        PrintWriter err = spec.commandLine().getErr();
        return Terminal.ofStandardError()
                .map(terminal -> Screen.on(err, terminal::size, status))
                .orElseGet(() -> Screen.plain(err, status));
    }
}
