package io.freshet.cli.screen;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    private static final int FOR_A_BAR = 72;
    private static final Status NOTHING = new Status("", 0, 0, "", List.of());
    private static final String ESCAPE = "\u001b[";

    private final PrintWriter out;
    private final Optional<Supplier<Terminal.Size>> terminal;
    private final Supplier<Status> status;
    private final Rate rate = new Rate();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private int shown;

    private Screen(PrintWriter out, Optional<Supplier<Terminal.Size>> terminal, Supplier<Status> status) {
        this.out = out;
        this.terminal = terminal;
        this.status = status;
        this.thread = Thread.ofPlatform().daemon().name("screen").unstarted(this::run);
    }

    /** Shows nothing. */
    public static Screen none() {
        return new Screen(new PrintWriter(PrintWriter.nullWriter()), Optional.empty(), () -> NOTHING);
    }

    /** Prints a line now and then. {@code status} is asked from another thread. */
    public static Screen plain(PrintWriter out, Supplier<Status> status) {
        return started(new Screen(out, Optional.empty(), status));
    }

    /** Draws on a terminal, as large as {@code size} says each time. */
    public static Screen on(PrintWriter out, Supplier<Terminal.Size> size, Supplier<Status> status) {
        return started(new Screen(out, Optional.of(size), status));
    }

    private static Screen started(Screen screen) {
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
            Duration pause = terminal.isPresent() ? FRAME : LINE;
            while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                Status now = status.get();
                double perSecond = rate.at(System.nanoTime(), now.done());
                if (terminal.isPresent()) {
                    draw(now, perSecond, terminal.get().get());
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

    private void draw(Status now, double perSecond, Terminal.Size size) {
        List<String> lines = lines(now, perSecond, size);
        StringBuilder text = new StringBuilder();
        back(text);
        lines.forEach(line -> text.append(ESCAPE).append("2K").append(line).append('\n'));
        // Lines that the last drawing had and this one has not.
        text.append(ESCAPE).append("J");
        out.print(text);
        out.flush();
        shown = lines.size();
    }

    /** What fits: a line that a terminal wraps, or scrolls away, can't be drawn over. */
    static List<String> lines(Status now, double perSecond, Terminal.Size size) {
        List<String> lines = new ArrayList<>();
        String bar = size.columns() < FOR_A_BAR ? "" : bar(now);
        lines.add(cut(line(now, perSecond, bar), size.columns() - 1));
        int room = size.rows() - 2;
        int most = now.details().size() <= room ? now.details().size() : room - 1;
        now.details().stream()
                .limit(Math.max(0, most))
                .map(detail -> cut("  " + detail, size.columns() - 1))
                .forEach(lines::add);
        if (most >= 0 && most < now.details().size()) {
            lines.add(cut("  and " + (now.details().size() - most) + " more", size.columns() - 1));
        }
        return lines;
    }

    private static String cut(String line, int width) {
        return line.length() <= width
                ? line
                : line.substring(0, Math.max(0, width - 3)) + "...".substring(0, Math.clamp(width, 0, 3));
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
