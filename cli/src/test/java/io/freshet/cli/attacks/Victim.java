package io.freshet.cli.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.cli.testing.HttpMirror;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A publisher with a repository of two channels, and a node that fetches one of them from a mirror. */
final class Victim {

    static final String CHANNEL = "mainnet/archive";
    static final String OTHER = "staging/archive";

    final Path directory;
    final Path repository;
    final Path keys;
    final Path node;

    Victim(Path directory) throws IOException {
        this.directory = directory;
        this.repository = directory.resolve("repository");
        this.keys = directory.resolve("keys");
        this.node = directory.resolve("node");
        Cli.report(
                "init",
                "--to",
                "file:" + repository,
                "--keys",
                keys.toString(),
                "--channel",
                CHANNEL,
                "--channel",
                OTHER);
        release(CHANNEL, "one");
    }

    /** Releases a tree of one file. */
    void release(String channel, String content) throws IOException {
        Path source = Files.createDirectories(directory.resolve("source"));
        Files.writeString(source.resolve("state"), content);
        Cli.report(
                "publish",
                source.toString(),
                "--to",
                "file:" + repository,
                "--keys",
                keys.toString(),
                "--channel",
                channel,
                "--state",
                directory.resolve("state").toString());
    }

    /** What a node does every night. */
    Cli.Run fetch(HttpMirror... mirrors) {
        List<String> arguments = new ArrayList<>(List.of("fetch", "--channel", CHANNEL, "--into", node.toString()));
        arguments.addAll(List.of("--root", keys.resolve("root.json").toString(), "--quiet"));
        for (HttpMirror mirror : mirrors) {
            arguments.addAll(List.of("--from", mirror.url()));
        }
        return Cli.run(arguments.toArray(String[]::new));
    }

    /** A fetch that must succeed, and what the node has then. */
    void fetches(String content, HttpMirror... mirrors) throws IOException {
        Cli.Run run = fetch(mirrors);
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        has(content);
    }

    /** A fetch that must be refused, for a reason with these words, and change nothing. */
    void refuses(String content, HttpMirror mirror, String... words) throws IOException {
        Cli.Run run = fetch(mirror);
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(run.err()).contains(words);
        has(content);
    }

    private void has(String content) throws IOException {
        assertThat(node.resolve("current/state")).hasContent(content);
        try (Stream<Path> beside = Files.list(directory)) {
            assertThat(beside.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("repository", "keys", "node", "source", "state");
        }
    }
}
