package io.freshet.demo.docs;

import io.freshet.demo.BucketServer;
import io.freshet.demo.ChainDirectory;
import io.freshet.demo.DirectoryMirror;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the pages talk of, in small: {@code s3://acme/base} is a bucket that {@code https://a.example} serves, {@code
 * /srv/repo} is served by {@code https://b.example}, a node's data lie in {@code /var/lib/reth}, another node's are to
 * come to {@code /data/reth}. The names in commands are replaced by those of this world, and back in what they print.
 */
final class World implements AutoCloseable {

    private static final long SIZE = Long.getLong("freshet.docs.size", 24_000_000);
    private static final long SEED = 7;
    private static final List<String> DIRECTORIES = List.of("/srv/", "/var/lib/", "/data/", "/mnt/");

    private final Path directory;
    private final Path home;
    private final BucketServer bucket;
    private final DirectoryMirror a;
    /** What else {@code https://a.example} serves than the repository. */
    private final DirectoryMirror site;

    private final List<String> formerB = new ArrayList<>();
    private DirectoryMirror b;
    private final ChainDirectory chain;

    /** How a command ended, and what it said in the names of the pages. */
    record Run(int code, List<String> output) {}

    World(Path directory) throws IOException {
        this.directory = directory;
        this.home = Files.createDirectories(directory.resolve("home"));
        bucket = BucketServer.start(directory.resolve("s3"), "acme");
        a = new DirectoryMirror(bucket.bucket().resolve("base"));
        site = new DirectoryMirror(directory.resolve("www"));
        b = new DirectoryMirror(directory.resolve("srv/repo"));
        for (String each : DIRECTORIES) {
            Files.createDirectories(directory.resolve(each.substring(1)));
        }
        chain = new ChainDirectory(directory.resolve("var/lib/reth"), SIZE, SEED);
        chain.create();
        program();
    }

    private void program() throws IOException {
        Path program = Files.createDirectories(directory.resolve("bin")).resolve("freshet");
        Files.writeString(
                program, """
                    #!/bin/sh
                    exec '%s/bin/java' --enable-native-access=ALL-UNNAMED -Xmx320m -cp '%s' io.freshet.cli.Freshet "$@"
                    """.formatted(System.getProperty("java.home"), System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Lets happen what a page says between two commands. */
    void happens(String direction) throws IOException {
        switch (direction) {
            case "a day passes" -> chain.nextDay();
            case "a copy is kept in /mnt/last-night, and a day passes" -> {
                copy(directory.resolve("var/lib/reth"), directory.resolve("mnt/last-night"));
                chain.nextDay();
            }
            case "a secret lies there" -> {
                Path secret = Files.createDirectories(directory.resolve("var/lib/reth/keystore"));
                Files.writeString(secret.resolve("validator.json"), "{}");
            }
            case "a node runs" -> run(directory.resolve("data/reth/current"));
            case "a.example is given reth.tar.zst" ->
                Files.copy(
                        home.resolve("reth.tar.zst"),
                        Files.createDirectories(directory.resolve("www")).resolve("reth.tar.zst"));
            case "b.example dies in the middle of it" -> b.dieAfter(SIZE / 20, () -> {});
            default -> throw new IllegalArgumentException("nobody knows how to let happen: " + direction);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Path copy = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy, LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
    }

    private static void run(Path tree) throws IOException {
        Files.writeString(tree.resolve("nodekey"), "secret");
        Files.delete(tree.resolve("meta/00/00000.json"));
        try (FileChannel pages = FileChannel.open(tree.resolve("db/mdbx.dat"), StandardOpenOption.WRITE)) {
            pages.write(ByteBuffer.wrap("another page".getBytes(StandardCharsets.US_ASCII)), 1 << 20);
        }
    }

    /** After a block: mirrors are well again, and the publisher has handed out root.json. */
    void settle() throws IOException {
        formerB.add(b.mirror().url());
        b.close();
        b = new DirectoryMirror(directory.resolve("srv/repo"));
        Path root = home.resolve("keys/root.json");
        if (Files.exists(root) && Files.notExists(home.resolve("root.json"))) {
            Files.copy(root, home.resolve("root.json"));
        }
    }

    void write(String file, List<String> text) throws IOException {
        Files.writeString(home.resolve(file), here(String.join("\n", text)) + "\n");
    }

    Run type(String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", here(command))
                .directory(home.toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("PATH", directory.resolve("bin") + ":" + environment.get("PATH"));
        environment.put("HOME", home.toString());
        environment.put("XDG_CACHE_HOME", home.resolve(".cache").toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("AWS_ENDPOINT_URL", bucket.endpoint());
        environment.put("AWS_REGION", "us-east-1");
        environment.putAll(bucket.credentials());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), there(output).lines().toList());
    }

    private Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("https://a.example/base", a.mirror().url());
        names.put("https://b.example/base", b.mirror().url());
        names.put("https://a.example", site.mirror().url());
        DIRECTORIES.forEach(each -> names.put(each, directory + each));
        return names;
    }

    private String here(String text) {
        String result = text;
        for (Map.Entry<String, String> name : names().entrySet()) {
            result = result.replace(name.getKey(), name.getValue());
        }
        return result;
    }

    private String there(String text) {
        String result = text;
        for (Map.Entry<String, String> name : names().entrySet()) {
            result = result.replace(name.getValue(), name.getKey());
        }
        for (String former : formerB) {
            result = result.replace(former, "https://b.example/base");
        }
        return result.replace(home.toString(), "~");
    }

    @Override
    public void close() {
        a.close();
        b.close();
        site.close();
        bucket.close();
    }
}
