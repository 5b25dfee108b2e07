package io.freshet.cli.kill;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.testing.Cli;
import io.freshet.cli.testing.FileMirror;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A source, a repository at two destinations with a mirror before each, and a node. */
final class Site implements AutoCloseable {

    static final String CHANNEL = "mainnet/archive";

    private final Path directory;
    private final Data data;
    private final FileMirror first;
    private final FileMirror second;
    private int homes;

    Site(Path directory, SplittableRandom random) throws IOException {
        this.directory = directory;
        this.data = new Data(Files.createDirectories(directory.resolve("data")), directory.resolve("base"), random);
        this.first = new FileMirror(Files.createDirectories(authority()));
        this.second = new FileMirror(Files.createDirectories(follower()));
        Files.createDirectories(directory.resolve("state"));
        Cli.report(
                "init",
                "--to",
                "file:" + authority(),
                "--to",
                "file:" + follower(),
                "--keys",
                keys(),
                "--channel",
                CHANNEL);
    }

    Data data() {
        return data;
    }

    Path authority() {
        return directory.resolve("authority");
    }

    Path follower() {
        return directory.resolve("follower");
    }

    FileMirror first() {
        return first;
    }

    FileMirror second() {
        return second;
    }

    Path log() {
        return directory.resolve("log");
    }

    Path root() {
        return directory.resolve("keys/root.json");
    }

    /** A directory to fetch into that nobody has used. */
    Path newHome() {
        return directory.resolve("home-" + homes++);
    }

    int requests() {
        return first.requests() + second.requests();
    }

    /** The base is what the last run has kept, and every other night the copy of somebody else. */
    List<String> publish() {
        List<String> arguments = new ArrayList<>(List.of(
                "publish",
                data.root().toString(),
                "--to",
                "file:" + authority(),
                "--to",
                "file:" + follower(),
                "--keys",
                keys(),
                "--channel",
                CHANNEL,
                "--state",
                directory.resolve("state").toString(),
                "--keep-base",
                "1G",
                "--quiet"));
        if (data.nights() % 2 == 1) {
            arguments.addAll(List.of("--base", data.base().toString()));
        }
        return arguments;
    }

    List<String> fetch(Path home, FileMirror... mirrors) {
        List<String> arguments = new ArrayList<>(List.of(
                "fetch", "--root", root().toString(), "--channel", CHANNEL, "--into", home.toString(), "--quiet"));
        for (FileMirror mirror : mirrors) {
            arguments.addAll(List.of("--from", mirror.url()));
        }
        return arguments;
    }

    /** Runs to the end, in this process, which takes less time; what it reports. */
    JsonNode run(List<String> arguments) throws IOException {
        return Cli.report(arguments.toArray(String[]::new));
    }

    private String keys() {
        return directory.resolve("keys").toString();
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }

    static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
