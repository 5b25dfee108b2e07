package io.freshet.bench.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Two mirrors of one directory: nginx on two ports of loopback, which writes down what it sends. */
final class Mirrors implements AutoCloseable {

    private static final List<Integer> PORTS = List.of(18091, 18092);

    private final Process nginx;
    private final Path log;
    private int seen;

    private Mirrors(Process nginx, Path log) {
        this.nginx = nginx;
        this.log = log;
    }

    /** Serves {@code root}; its own files are in {@code scratch}. */
    static Mirrors start(Path root, Path scratch) throws IOException, InterruptedException {
        Files.createDirectories(scratch);
        Path log = scratch.resolve("access.log");
        Files.writeString(log, "");
        Path configuration = scratch.resolve("nginx.conf");
        // As root, nginx would otherwise read as nobody, who may not see the data.
        String user = System.getProperty("user.name").equals("root") ? "user root;\n" : "";
        Files.writeString(configuration, user + configuration(root, scratch));
        Process nginx = new ProcessBuilder("nginx", "-e", scratch + "/error.log", "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("output").toFile())
                .start();
        while (!Files.exists(scratch.resolve("pid"))) {
            if (!nginx.isAlive()) {
                throw new IOException("nginx does not start: " + Files.readString(scratch.resolve("error.log")));
            }
            Thread.sleep(50);
        }
        return new Mirrors(nginx, log);
    }

    private static String configuration(Path root, Path scratch) {
        return """
            daemon off; worker_processes 1; pid %1$s/pid; error_log %1$s/error.log;
            events { worker_connections 1024; }
            http {
              log_format short '%5$s'; access_log %1$s/access.log short;
              client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
              sendfile on; tcp_nopush on; keepalive_requests 1000000; autoindex on;
              server { listen 127.0.0.1:%2$d; listen 127.0.0.1:%3$d; root %4$s; }
            }
            """.formatted(scratch, PORTS.getFirst(), PORTS.getLast(), root, Answer.LOG_FORMAT);
    }

    String first() {
        return url(PORTS.getFirst());
    }

    String second() {
        return url(PORTS.getLast());
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** What was sent since the last call. */
    Traffic take() throws IOException, InterruptedException {
        // An answer is written down only after its last byte has left.
        Thread.sleep(100);
        List<String> lines = Files.readAllLines(log);
        List<String> fresh = lines.subList(seen, lines.size());
        seen = lines.size();
        return new Traffic(fresh.stream().map(Answer::parse).toList());
    }

    @Override
    public void close() {
        nginx.destroy();
        nginx.onExit().join();
    }
}
