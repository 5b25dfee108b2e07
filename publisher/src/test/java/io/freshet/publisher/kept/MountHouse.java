package io.freshet.publisher.kept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Mounts what a test needs, where this user may; what is mounted is unmounted at the end. */
final class MountHouse implements AutoCloseable {

    private final Deque<Path> mounted = new ArrayDeque<>();

    /** Makes a directory show at another place, too; a test that needs that is skipped where it can't be done. */
    void bind(Path directory, Path at) throws Exception {
        mount(at, "mount", "--bind", directory.toString(), at.toString());
    }

    /** Puts an empty file system in the place of a directory. */
    void empty(Path at) throws Exception {
        mount(at, "mount", "-t", "tmpfs", "none", at.toString());
    }

    private void mount(Path at, String... command) throws Exception {
        String refused = run(command);
        assumeTrue(refused.isEmpty(), "only root may mount: " + refused);
        mounted.push(at);
    }

    /** What the command says if it fails. */
    private static String run(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : said + " ";
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws Exception {
        while (!mounted.isEmpty()) {
            assertThat(run("umount", mounted.pop().toString())).isEmpty();
        }
    }
}
