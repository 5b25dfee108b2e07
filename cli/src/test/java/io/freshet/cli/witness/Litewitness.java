package io.freshet.cli.witness;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Torchwood's litewitness, which has its key in an ssh-agent and its logs in a database. */
final class Litewitness implements AutoCloseable {

    private static final Pattern VKEY = Pattern.compile("vkey=\"?(\\S+?)\"?(\\s|$)");

    private final Path sockets;
    private final Process agent;
    private final Process process;
    final String vkey;
    final String url;

    private Litewitness(Path sockets, Process agent, Process process, String vkey, String url) {
        this.sockets = sockets;
        this.agent = agent;
        this.process = process;
        this.vkey = vkey;
        this.url = url;
    }

    /** Starts one that knows a log. */
    static Litewitness start(Path directory, String origin, String logKey) throws Exception {
        ForeignProgram program = ForeignProgram.find(
                "FRESHET_TEST_LITEWITNESS", "litewitness", "go install filippo.io/torchwood/cmd/litewitness@v0.9.0");
        ForeignProgram sqlite = ForeignProgram.ofTheSystem("sqlite3");
        ForeignProgram sshAgent = ForeignProgram.ofTheSystem("ssh-agent");
        ForeignProgram sshKeygen = ForeignProgram.ofTheSystem("ssh-keygen");
        // Paths of sockets are short: the directory's may not be.
        Path sockets = Files.createTempDirectory("lw");
        Path socket = sockets.resolve("s");
        sshKeygen.run(directory, "-q", "-t", "ed25519", "-N", "", "-f", "ssh-key");
        String print = sshKeygen.run(directory, "-lf", "ssh-key.pub").split(" ", 3)[1];
        Process agent = sshAgent.builder(directory, "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .start();
        // It says the socket's name once it listens there.
        agent.inputReader(StandardCharsets.UTF_8).readLine();
        ProcessBuilder add = ForeignProgram.ofTheSystem("ssh-add").builder(directory, "ssh-key");
        add.environment().put("SSH_AUTH_SOCK", socket.toString());
        add.redirectErrorStream(true).start().waitFor();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = program.builder(
                        directory,
                        "-db",
                        "litewitness.db",
                        "-key",
                        print,
                        "-name",
                        "lite.example",
                        "-ssh-agent",
                        socket.toString(),
                        "-listen",
                        "127.0.0.1:" + port)
                .redirectErrorStream(true)
                .start();
        String vkey = vkey(process.inputReader(StandardCharsets.UTF_8));
        sqlite.run(
                directory,
                "litewitness.db",
                "INSERT INTO log VALUES ('" + origin + "', 0, '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');"
                        + " INSERT INTO key VALUES ('" + origin + "', '" + logKey + "');");
        return new Litewitness(sockets, agent, process, vkey, "http://127.0.0.1:" + port);
    }

    /** What it logs until it listens. */
    private static String vkey(BufferedReader said) throws IOException {
        StringBuilder all = new StringBuilder();
        String vkey = "";
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            all.append(line).append('\n');
            Matcher found = VKEY.matcher(line);
            if (found.find()) {
                vkey = found.group(1);
            }
            if (line.contains("msg=listening")) {
                return vkey;
            }
        }
        throw new IOException("litewitness does not listen:\n" + all);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        agent.destroy();
        agent.waitFor();
        Files.deleteIfExists(sockets.resolve("s"));
        Files.delete(sockets);
    }
}
