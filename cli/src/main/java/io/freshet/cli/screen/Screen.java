package io.freshet.cli.screen;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows a status until it is closed: on a terminal in place, several times a second; elsewhere a plain line now and then,
 * the first one not before something has taken that long.
 */
public final class Screen implements AutoCloseable {

    private static final Duration FRAME = Duration.ofMillis(200);
    private static final Duration LINE = Duration.ofSeconds(10);
    private static final int BAR = 24;
    private static final String ESCAPE = "\u001b[";

    private final PrintWriter out;
    private final boolean terminal;
    private final int width;
    private final Supplier<Status> status;
    private final Rate rate = new Rate();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private int shown;

    private Screen(PrintWriter out, boolean terminal, int width, Supplier<Status> status) {
        this.out = out;
        this.terminal = terminal;
        this.width = width;
        this.status = status;
        this.thread = Thread.ofPlatform().daemon().name("screen").unstarted(this::run);
    }

    /**
     * Shows {@code status} from now on.
     *
     * @param terminal whether {@code out} understands escape sequences
     * @param width of the terminal in characters
     * @param status is asked from another thread
     */
    public static Screen show(PrintWriter out, boolean terminal, int width, Supplier<Status> status) {
        Screen screen = new Screen(out, terminal, width, status);
        screen.thread.start();
        return screen;
    }

    /** Takes the status off a terminal, and ends. */
    @Override
    public void close() {
        closed.countDown();
        boolean interrupted = Thread.interrupted();
        try {
            thread.join();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed.await((terminal ? FRAME : LINE).toNanos(), TimeUnit.NANOSECONDS)) {
                Status now = status.get();
                double perSecond = rate.at(System.nanoTime(), now.done());
                if (terminal) {
                    draw(now, perSecond);
                } else {
                    out.println(line(now, perSecond, ""));
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        erase(new StringBuilder());
    }

    private void draw(Status now, double perSecond) {
        List<String> lines = new ArrayList<>();
        lines.add(line(now, perSecond, bar(now)));
        now.details().forEach(detail -> lines.add("  " + detail));
        StringBuilder text = new StringBuilder();
        back(text);
        for (String each : lines) {
            text.append(ESCAPE)
                    .append("2K")
                    .append(each, 0, Math.min(each.length(), width - 1))
                    .append('\n');
        }
        // Lines that the last drawing had and this one has not.
        text.append(ESCAPE).append("J");
        out.print(text);
        out.flush();
        shown = lines.size();
    }

    private void erase(StringBuilder text) {
        if (shown > 0) {
            back(text);
            out.print(text.append(ESCAPE).append("J"));
            out.flush();
            shown = 0;
        }
    }

    private void back(StringBuilder text) {
        if (shown > 0) {
            text.append(ESCAPE).append(shown).append("A\r");
        }
    }

    /** {@code fetch  [####----]  41.0%  410 MB of 1.00 GB  120 MB/s  4.9s left  note}. */
    static String line(Status now, double perSecond, String bar) {
        StringBuilder text = new StringBuilder(now.what()).append(bar);
        if (now.total() > 0) {
            text.append(String.format(Locale.ROOT, "  %5.1f%%", 100.0 * now.done() / now.total()));
            text.append("  ").append(Figures.bytes(now.done())).append(" of ").append(Figures.bytes(now.total()));
        }
        if (perSecond > 0) {
            text.append("  ").append(Figures.bytes(perSecond)).append("/s");
            long left = now.total() - now.done();
            if (left > 0) {
                text.append("  ")
                        .append(Figures.time(Duration.ofMillis((long) (left * 1000 / perSecond))))
                        .append(" left");
            }
        }
        return now.note().isEmpty()
                ? text.toString()
                : text.append("  ").append(now.note()).toString();
    }

    private static String bar(Status now) {
        if (now.total() <= 0) {
            return "";
        }
        int full = Math.clamp(BAR * now.done() / now.total(), 0, BAR);
        return "  [" + "#".repeat(full) + "-".repeat(BAR - full) + "]";
    }
}
