package io.freshet.fetcher.testing;

import io.freshet.fetcher.http.HttpLimits;
import io.freshet.fetcher.http.Mirror;
import io.freshet.fetcher.http.MirrorChoice;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.http.Pause;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that only moves when somebody waits, and notes of all waiting. */
public final class Patience implements Pause {

    /** Short where a test has to wait for a real socket, as the defaults are otherwise. */
    public static final HttpLimits LIMITS =
            new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMillis(250), 16 << 10, 4, 64, 3, 0);

    private final AtomicLong now = new AtomicLong();
    private final List<Duration> waits = new CopyOnWriteArrayList<>();

    @Override
    public void await(Duration duration) {
        waits.add(duration);
        now.addAndGet(duration.toNanos());
    }

    /** The time, in nanoseconds. */
    public long nanoTime() {
        return now.get();
    }

    /** Every wait so far. */
    public List<Duration> waits() {
        return waits;
    }

    /** Mirrors that live by this clock; the first that is idle is asked first. */
    public Mirrors mirrors(TestMirror... servers) {
        return mirrors(LIMITS, servers);
    }

    /** The same, within other limits. */
    public Mirrors mirrors(HttpLimits limits, TestMirror... servers) {
        List<Mirror> mirrors = List.of(servers).stream().map(TestMirror::mirror).toList();
        return new Mirrors(mirrors, limits, MirrorChoice.LEAST_LOADED, this, this::nanoTime);
    }
}
