package io.freshet.cli.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.Freshet;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A Freshet in a process of its own, which may be killed as {@code kill -9} does. */
final class Child {

    private static final long LOOK_EVERY = 100_000;
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);
    private static final int KILLED = 137;

    private Child() {}

    /**
     * How it ended.
     *
     * @param nanos how long it lived
     * @param quietNanos how long it did nothing that can be seen, which is what Java's start takes
     * @param changes how many were seen while it lived
     */
    record End(boolean killed, long nanos, long quietNanos, int changes) {}

    /**
     * Starts it and kills it when the moment has come; one that ends before that must end well.
     *
     * @param log takes what it writes
     */
    static End run(Moment moment, Watch watch, Path log, List<String> arguments)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(arguments))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long started = System.nanoTime();
        long due = moment.changes() == 0 ? started + moment.thenNanos() : started + PATIENCE;
        boolean waiting = moment.changes() > 0;
        int changes = 0;
        long quiet = 0;
        while (process.isAlive() && System.nanoTime() - due < 0) {
            changes = watch.changes();
            quiet = changes == 0 ? System.nanoTime() - started : quiet;
            if (waiting && changes >= moment.changes()) {
                waiting = false;
                due = System.nanoTime() + moment.thenNanos();
            }
            LockSupport.parkNanos(LOOK_EVERY);
        }
        assertThat(waiting && process.isAlive() && moment.equals(Moment.NEVER))
                .as("it hangs")
                .isFalse();
        process.destroyForcibly();
        int code = process.waitFor();
        assertThat(code).as(() -> text(log)).isIn(0, KILLED);
        return new End(code == KILLED, System.nanoTime() - started, quiet, changes);
    }

    private static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // What takes longest is the start, and it is no less real with one compiler.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xlog:disable",
                "-Xmx320m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                Freshet.class.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Where surefire hands a jar that names the others, that jar's list is in a property. */
    private static String classPath() {
        String real = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        assertThat(real.split(File.pathSeparator)).isNotEmpty();
        return real;
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
