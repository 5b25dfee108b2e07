package io.freshet.cli.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.ExitCode;
import io.freshet.cli.Freshet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import picocli.CommandLine;

/** Runs commands as a user does, on a repository with two releases and the data directory that they are of. */
final class Shell {

    static final String CHANNEL = "mainnet/archive";
    static final String CONTACT = "https://acme.example/who to ask";

    final Path directory;
    final Path source;
    final Path repository;
    final Path root;

    private int height = 1000;

    Shell(Path directory) throws IOException {
        this.directory = directory;
        this.source = Files.createDirectories(directory.resolve("source"));
        this.repository = directory.resolve("repository");
        this.root = directory.resolve("keys/root.json");
    }

    /** What a command has printed, and how it ended. */
    record Run(int code, String out, String err) {

        Run ends(ExitCode exit) {
            assertThat(code).as(out + err).isEqualTo(exit.code());
            return this;
        }

        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }
    }

    Run run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Freshet.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        int code = line.execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }

    /** A verb on the repository, by its root. */
    Run read(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--root", root.toString()));
        return run(all.toArray(String[]::new));
    }

    /** A verb that changes the repository. */
    void act(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--to", "file:" + repository, "--keys", keys()));
        run(all.toArray(String[]::new)).ends(ExitCode.OK);
    }

    /** Puts another online key in force. */
    void rotate() throws IOException {
        run("key", "generate", keys() + "/online-2.key").ends(ExitCode.OK);
        Path half = directory.resolve("online-2.pub");
        Files.writeString(half, run("key", "export", keys() + "/online-2.key").out());
        String draft = directory.resolve("draft").toString();
        String[] to = {"--to", "file:" + repository, "--current", root.toString(), "--out", draft};
        List<String> rotation = new ArrayList<>(List.of("root", "rotate", half.toString()));
        rotation.addAll(List.of(to));
        run(rotation.toArray(String[]::new)).ends(ExitCode.OK);
        run("root", "sign", draft, "--key", keys() + "/root-1.key").ends(ExitCode.OK);
        act("root", "publish", draft);
    }

    /** Makes the repository, with these channels. */
    String init(String... channels) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("init", "--to", "file:" + repository, "--keys", keys(), "--json"));
        arguments.addAll(List.of("--contact", CONTACT));
        for (String channel : channels) {
            arguments.addAll(List.of("--channel", channel));
        }
        return run(arguments.toArray(String[]::new))
                .ends(ExitCode.OK)
                .json()
                .get("sha256")
                .textValue();
    }

    /** Two nights: a page file of which some pages change, a table that goes and one that comes, small files. */
    void publishTwice() throws IOException {
        publishOnce();
        publishAgain();
    }

    /** The first of them. */
    void publishOnce() throws IOException {
        write("db/mdbx.dat", noise(1, 500 * 4096));
        write("tables/1.sst", noise(2, 900_000));
        write("meta/a.json", "{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        write("zeros", new byte[1 << 20]);
        Files.createSymbolicLink(source.resolve("CURRENT"), Path.of("db/mdbx.dat"));
        publish(CHANNEL, "--height", "100");
    }

    /** The second. */
    void publishAgain() throws IOException {
        byte[] pages = noise(1, 500 * 4096);
        System.arraycopy(noise(3, 5 * 4096), 0, pages, 4096 * 77, 5 * 4096);
        write("db/mdbx.dat", pages);
        Files.delete(source.resolve("tables/1.sst"));
        write("tables/2.sst", noise(4, 700_000));
        publish(
                CHANNEL,
                "--height",
                "200",
                "--client",
                "reth",
                "--client-version",
                "1.9.3",
                "--client-requires",
                ">=1.9");
    }

    /** Publishes what is there now; where no height is given, a higher one than before. */
    void publish(String channel, String... facts) {
        List<String> arguments = new ArrayList<>(List.of(
                "publish", source.toString(), "--to", "file:" + repository, "--keys", keys(), "--channel", channel));
        arguments.addAll(List.of("--state", directory.resolve("state").toString(), "--quiet"));
        arguments.addAll(List.of(facts));
        if (!arguments.contains("--height")) {
            arguments.addAll(List.of("--height", Integer.toString(++height)));
        }
        run(arguments.toArray(String[]::new)).ends(ExitCode.OK);
    }

    void write(String path, byte[] bytes) throws IOException {
        Path file = source.resolve(path);
        Files.createDirectories(file.getParent());
        Path next = directory.resolve("next");
        Files.write(next, bytes);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private String keys() {
        return directory.resolve("keys").toString();
    }

    static byte[] noise(long seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
