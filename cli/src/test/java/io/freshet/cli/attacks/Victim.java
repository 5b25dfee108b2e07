package io.freshet.cli.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
    static final String CONTACT = "ops@acme.example";

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
                OTHER,
                "--contact",
                CONTACT);
        release(CHANNEL, "one");
    }

    /** Releases a tree of one file, with further options. */
    void release(String channel, String content, String... more) throws IOException {
        Path source = Files.createDirectories(directory.resolve("source"));
        Files.writeString(source.resolve("state"), content);
        List<String> arguments = new ArrayList<>(List.of("publish", source.toString(), "--channel", channel));
        arguments.addAll(List.of("--state", directory.resolve("state").toString()));
        arguments.addAll(List.of(more));
        act(arguments.toArray(String[]::new));
    }

    /** What the publisher does, with all of its keys. */
    JsonNode act(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--to", "file:" + repository, "--keys", keys.toString()));
        return Cli.report(all.toArray(String[]::new));
    }

    /** A private key of somebody beside the publisher, and the public one beside it. */
    Path person(String name) throws IOException {
        Path people = Files.createDirectories(directory.resolve("people"));
        Path key = people.resolve(name + ".key");
        Cli.report("key", "generate", key.toString());
        Cli.Run run = Cli.run("key", "export", key.toString());
        Files.writeString(people.resolve(name + ".pub"), run.out());
        return key;
    }

    /** What somebody makes who approves a release for the channel. */
    Path approval(String name, String release, String channel) throws IOException {
        Path people = directory.resolve("people");
        Path file = people.resolve(name + ".json");
        Cli.report(
                "approve",
                "file:" + repository,
                "--root",
                keys.resolve("root.json").toString(),
                "--release",
                release,
                "--for",
                channel,
                "--key",
                people.resolve(name + ".key").toString(),
                "--out",
                file.toString());
        return file;
    }

    /** Has the channel hold to two of three approvers, and one who is on call. */
    void hold() throws IOException {
        Path people = directory.resolve("people");
        for (String name : List.of("alice", "bob", "carol", "dora")) {
            person(name);
        }
        Path alice = approval("alice", CHANNEL, CHANNEL);
        Path bob = approval("bob", CHANNEL, CHANNEL);
        act("promote", CHANNEL, CHANNEL, "--approval", alice.toString(), "--approval", bob.toString());
        List<String> rules = new ArrayList<>(List.of("channel", "rules", CHANNEL, "--threshold", "2"));
        for (String name : List.of("alice", "bob", "carol")) {
            rules.addAll(List.of("--approver", people.resolve(name + ".pub").toString()));
        }
        rules.addAll(List.of("--on-call", people.resolve("dora.pub").toString()));
        act(rules.toArray(String[]::new));
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

    /** A fetch that must be refused, for a reason with these words, and change nothing. It says whom to ask. */
    void refuses(String content, HttpMirror mirror, String... words) throws IOException {
        Cli.Run run = fetch(mirror);
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(run.err()).contains(words).endsWith("\nfreshet: ask the publisher: " + CONTACT + "\n");
        has(content);
    }

    private void has(String content) throws IOException {
        assertThat(node.resolve("current/state")).hasContent(content);
        try (Stream<Path> beside = Files.list(directory)) {
            assertThat(beside.map(path -> path.getFileName().toString()))
                    .isSubsetOf("repository", "keys", "node", "source", "state", "people");
        }
    }
}
