package io.freshet.fetcher.trust;

import io.freshet.core.trust.MirrorVerdict;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.http.Mirror;
import io.freshet.fetcher.http.MirrorFault;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.http.Pause;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Tries again what failed for want of a mirror that answers. As long as one mirror answers as it should the others are
 * not waited for; this is for when none does.
 *
 * @param tries how often in all
 * @param first how long to wait before the second try; twice as long before each one after
 * @param pause how to wait
 */
public record SecondChances(int tries, Duration first, Pause pause) {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Four tries, within some four seconds unless mirrors ask for more. */
    public static SecondChances usual() {
        return new SecondChances(4, Duration.ofMillis(500), Thread::sleep);
    }

    /** What is tried. */
    @FunctionalInterface
    public interface Attempt<T> {
        /** Tries it. */
        T run() throws TrustException, IOException;
    }

    /** Runs {@code attempt} until it succeeds, fails for good, or has been tried often enough. */
    public <T> T give(Attempt<T> attempt) throws TrustException, IOException {
        Duration wait = first;
        for (int left = tries; ; left--) {
            try {
                return attempt.run();
            } catch (TrustException.NoMirror e) {
                Optional<Duration> asked = passing(e.verdicts());
                if (left <= 1 || asked.isEmpty()) {
                    throw e;
                }
                rest(longer(wait, asked.get()));
                wait = wait.multipliedBy(2);
            }
        }
    }

    /** Reads a whole object from the one mirror that has it, as often as faults may pass. */
    public byte[] read(Mirrors mirrors, Mirror mirror, String object, int maxBytes) throws IOException {
        Duration wait = first;
        for (int left = tries; ; left--) {
            try {
                return mirrors.get(mirror, object, maxBytes);
            } catch (MirrorFault fault) {
                if (left <= 1 || !fault.passing()) {
                    throw fault;
                }
                rest(longer(wait, asked(fault)));
                wait = wait.multipliedBy(2);
            }
        }
    }

    private static Duration asked(MirrorFault fault) {
        return fault instanceof MirrorFault.Throttled throttled ? throttled.retryAfter() : Duration.ZERO;
    }

    /** How long the mirrors whose faults will pass want to be left alone; empty if there are none such. */
    private static Optional<Duration> passing(List<MirrorVerdict> verdicts) {
        Optional<Duration> shortest = Optional.empty();
        for (MirrorVerdict verdict : verdicts) {
            if (verdict instanceof MirrorVerdict.Unreachable silent
                    && silent.reason() instanceof MirrorFault fault
                    && fault.passing()) {
                Duration asked = asked(fault);
                shortest =
                        Optional.of(shortest.filter(s -> s.compareTo(asked) < 0).orElse(asked));
            }
        }
        return shortest;
    }

    private static Duration longer(Duration own, Duration asked) {
        Duration longer = own.compareTo(asked) > 0 ? own : asked;
        return longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
    }

    private void rest(Duration duration) throws InterruptedIOException {
        try {
            pause.await(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
