package io.freshet.providers.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStat;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.testkit.Bodies;
import io.freshet.providers.testkit.Counter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Races between processes, and processes that are killed. */
class ProcessesTest {
    private final List<Process> children = new ArrayList<>();

    @TempDir
    Path root;

    @AfterEach
    void endChildren() throws Exception {
        for (Process child : children) {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void aCounterLosesNoIncrement() throws Exception {
        try (ObjectStore store = new FileStore("test", root)) {
            Counter.create(store);
            race("bump");
            assertThat(Counter.value(store)).isEqualTo(Counter.WRITERS * Counter.BUMPS_EACH);
        }
    }

    @Test
    void ofManyThatCreateAnObjectExactlyOneWins() throws Exception {
        List<List<String>> wins = race("create");
        assertThat(wins.stream().flatMap(List::stream)).hasSize(30).doesNotHaveDuplicates();
        try (ObjectStore store = new FileStore("test", root)) {
            for (int writer = 0; writer < wins.size(); writer++) {
                for (String round : wins.get(writer)) {
                    assertThat(store.get("round/" + round, 100).orElseThrow().bytes())
                            .asString()
                            .isEqualTo("writer " + writer);
                }
            }
        }
    }

    @Test
    void aWriterThatIsKilledLeavesWholeObjectsAndTheNextOneClearsUp() throws Exception {
        for (int kill = 0; kill < 8; kill++) {
            Process child = start("overwrite", kill);
            BufferedReader out = child.inputReader();
            go(child);
            for (int i = 0; i < 7 + kill * 3; i++) {
                assertThat(out.readLine()).isNotNull();
            }
            child.destroyForcibly().waitFor();
            try (ObjectStore store = new FileStore("test", root)) {
                List<String> keys = new ArrayList<>();
                store.list("", stat -> keys.add(stat.key()));
                assertThat(keys).contains("t", "new/0");
                for (String key : keys) {
                    assertThat(Child.isVersion(
                                    store.get(key, 1 << 20).orElseThrow().bytes()))
                            .as(key)
                            .isTrue();
                    store.delete(key);
                }
                store.put("after", Bodies.text("x"), ObjectHeaders.MUTABLE_TEXT);
                assertThat(writers()).as("only the living writer's lock").hasSize(1);
                store.delete("after");
            }
            assertThat(writers()).as("nobody's").isEmpty();
        }
    }

    @Test
    void theFilesOfALivingWriterStay() throws Exception {
        Process child = start("overwrite", 0);
        BufferedReader out = child.inputReader();
        go(child);
        out.readLine();
        for (int i = 0; i < 20; i++) {
            try (ObjectStore store = new FileStore("test", root)) {
                store.put("other/" + i, Bodies.text("x"), ObjectHeaders.MUTABLE_TEXT);
            }
            assertThat(out.readLine()).as("the other writer goes on").isNotNull();
        }
        assertThat(child.isAlive()).isTrue();
        try (ObjectStore store = new FileStore("test", root)) {
            assertThat(store.listPage("other/", Optional.empty()).objects())
                    .extracting(ObjectStat::size)
                    .hasSize(20)
                    .containsOnly(1L);
        }
    }

    private List<String> writers() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(".freshet/writers"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Runs one job in eight processes that begin together; what each of them printed. */
    private List<List<String>> race(String job) throws Exception {
        for (int i = 0; i < Counter.WRITERS; i++) {
            start(job, i);
        }
        for (Process child : children) {
            go(child);
        }
        List<List<String>> printed = new ArrayList<>();
        for (Process child : children) {
            printed.add(child.inputReader().lines().toList());
            assertThat(child.waitFor()).isZero();
        }
        return printed;
    }

    /** Starts a child and waits until it is ready. */
    private Process start(String job, int number) throws IOException {
        Process child = Child.start(job, root, number);
        children.add(child);
        assertThat(child.inputReader().readLine()).isEqualTo("ready");
        return child;
    }

    private static void go(Process child) throws IOException {
        OutputStream in = child.getOutputStream();
        in.write('\n');
        in.flush();
    }
}
