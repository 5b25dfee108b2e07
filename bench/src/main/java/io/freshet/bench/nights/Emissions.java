package io.freshet.bench.nights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Simulates nights of publications under policies of re-emission: {@code Emissions HISTORY…}. */
final class Emissions {
    private static final int FRAME = 64 << 10;
    private static final int REGION = 8 << 20;

    private final History history;
    private final int limit;
    private final Policy policy;
    private double again;
    private double worst;

    /**
     * What a policy cost and gave, relative to a fresh publication of the last night.
     *
     * @param anew bytes of new chunks, a night
     * @param again bytes written again, a night
     * @param bytes what a cold fetch of the last night reads
     * @param worst the same on the worst night
     * @param requests requests of a cold fetch of the last night
     * @param storage all packs together
     */
    record Outcome(double anew, double again, double bytes, double worst, double requests, double storage) {}

    private Emissions(History history, int limit, Policy policy) {
        this.history = history;
        this.limit = limit;
        this.policy = policy;
    }

    public static void main(String[] args) throws IOException {
        for (String file : args) {
            var history = History.read(Path.of(file));
            System.out.printf(
                    "%n%s, grain %s, %d nights%n%n",
                    Path.of(file).getFileName(),
                    history.label(),
                    history.nights().size() - 1);
            System.out.println("| frame | region | target | budget | new a night | again a night | cold bytes, last"
                    + " | worst | cold requests | storage |");
            System.out.println("|---|---|---|---|---|---|---|---|---|---|");
            for (int limit : Recorder.LIMITS) {
                row(history, limit, Policy.NONE);
            }
            for (double target : List.of(1.03, 1.05, 1.08, 1.1, 1.15, 1.2, 1.3)) {
                row(history, FRAME, new Policy(target, 1, REGION));
            }
            for (double budget : List.of(0.05, 0.1, 0.2, 0.3)) {
                row(history, FRAME, new Policy(1.08, budget, REGION));
            }
            for (int unit : List.of(1 << 20, Layout.PACK)) {
                row(history, FRAME, new Policy(1.08, 1, unit));
            }
            for (int limit : List.of(0, 16 << 10, 256 << 10)) {
                row(history, limit, new Policy(1.08, 1, REGION));
            }
        }
    }

    private static void row(History history, int limit, Policy policy) {
        var o = run(history, limit, policy);
        boolean none = policy.equals(Policy.NONE);
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s | %.1f%% | %.1f%% | %.3f | %.3f | %.2f | %.2f |%n",
                limit == 0 ? "1 chunk" : limit / 1024 + " KiB",
                none ? "–" : (policy.unit() >> 20) + " MiB",
                none ? "none" : policy.target(),
                policy.budget() % 1 == 0 ? "–" : Math.round(policy.budget() * 100) + "%",
                100 * o.anew(),
                100 * o.again(),
                o.bytes(),
                o.worst(),
                o.requests(),
                o.storage());
    }

    static Outcome run(History history, int limit, Policy policy) {
        return new Emissions(history, limit, policy).run();
    }

    private Outcome run() {
        var layout = new Layout(history, limit);
        layout.write(distinct(0));
        long first = layout.written();
        var reemission = new Reemission(history, layout, policy);
        int last = history.nights().size() - 1;
        for (int night = 1; night <= last; night++) {
            int[] anew = reemission.choose(night);
            layout.write(history.fresh(night, night - 1), anew);
            again += IntStream.of(anew).mapToDouble(layout::size).sum();
            double read = layout.read(history.nights().get(night)).bytes();
            worst = Math.max(worst, read / published(night).bytes());
        }
        Layout.Read cold = layout.read(history.nights().get(last));
        Layout.Read fresh = published(last);
        double live = fresh.bytes();
        return new Outcome(
                (layout.written() - first - again) / last / live,
                again / last / live,
                cold.bytes() / live,
                worst,
                (double) cold.requests() / fresh.requests(),
                layout.written() / live);
    }

    /** What a cold fetch reads where nothing but this night was ever published. */
    private Layout.Read published(int night) {
        var layout = new Layout(history, limit);
        layout.write(distinct(night));
        return layout.read(history.nights().get(night));
    }

    private int[] distinct(int night) {
        return Arrays.stream(history.nights().get(night)).distinct().toArray();
    }
}
