package io.freshet.fetcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.fetcher.testing.Mischief;
import io.freshet.fetcher.testing.Patience;
import io.freshet.fetcher.testing.TestMirror;
import io.freshet.fetcher.testing.TestTree;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One mirror misbehaves, the other does not: every fault by its name, and what the other is asked for. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MirrorFaultsTest {

    private static final String PACK = "packs/ab/abcd.bin";
    private static final byte[] BYTES = TestTree.noise(1, 300_000);
    private static final ObjectRange RANGE = new ObjectRange(PACK, 1000, 200_000);

    private final Patience patience = new Patience();
    private TestMirror bad;
    private TestMirror good;
    private Mirrors mirrors;

    @BeforeEach
    void start() throws IOException {
        bad = new TestMirror(Map.of(PACK, BYTES));
        good = new TestMirror(Map.of(PACK, BYTES));
        mirrors = patience.mirrors(bad, good);
    }

    @AfterEach
    void stop() throws IOException {
        mirrors.close();
        bad.close();
        good.close();
    }

    private Receipt fetch() throws IOException {
        byte[] into = new byte[RANGE.length() + 10];
        Receipt receipt = mirrors.fetch(RANGE, into, 5);
        assertThat(Arrays.copyOfRange(into, 5, 5 + RANGE.length()))
                .isEqualTo(Arrays.copyOfRange(BYTES, 1000, 1000 + RANGE.length()));
        assertThat(into[4] + into[5 + RANGE.length()]).isZero();
        return receipt;
    }

    private MirrorReport report(TestMirror of) {
        return mirrors.reports().stream()
                .filter(report -> report.mirror().equals(of.mirror()))
                .findFirst()
                .orElseThrow();
    }

    /** A fault, what it is called, and whether the mirror may be asked for the same object again. */
    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(new Mischief.Reset(), "Unreachable", true),
                Arguments.of(new Mischief.Silence(), "Stalled", true),
                Arguments.of(new Mischief.SlowHead(), "Stalled", true),
                Arguments.of(new Mischief.EndlessHead(), "WrongAnswer", false),
                Arguments.of(Mischief.Status.of(404), "Missing", false),
                Arguments.of(Mischief.Status.of(403), "Missing", false),
                Arguments.of(Mischief.Status.of(410), "Missing", false),
                Arguments.of(Mischief.Status.of(400), "WrongAnswer", false),
                Arguments.of(Mischief.Status.of(500), "WrongAnswer", true),
                Arguments.of(Mischief.Status.of(429), "Throttled", true),
                Arguments.of(Mischief.Status.of(503), "Throttled", true),
                Arguments.of(new Mischief.IgnoresRanges(), "WrongAnswer", false),
                Arguments.of(new Mischief.ShiftedRange(7), "WrongAnswer", false),
                Arguments.of(new Mischief.ShiftedRange(BYTES.length), "WrongAnswer", false),
                Arguments.of(new Mischief.ShortRange(100), "WrongAnswer", false),
                Arguments.of(new Mischief.EndlessRange(), "WrongAnswer", false),
                Arguments.of(new Mischief.EmptyOk(), "WrongAnswer", false),
                Arguments.of(new Mischief.Redirect("ftp://127.0.0.1"), "WrongAnswer", false),
                Arguments.of(new Mischief.Garbage(), "WrongAnswer", false));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theRangeComesFromTheOtherMirror(Mischief mischief, String fault, boolean passing) throws IOException {
        bad.always(mischief);
        assertThat(fetch().givers()).containsExactly(good.mirror());
        assertThat(report(bad).faults()).containsExactly(Map.entry(fault, 1));
        assertThat(report(bad).bytes()).isZero();
        assertThat(report(bad).quarantined()).isEqualTo(passing ? 0 : 1);
        assertThat(bad.asked()).hasSize(1);
        assertThat(good.asked()).hasSize(1);
        assertThat(good.asked().getFirst().from()).isEqualTo(1000);
        assertThat(good.asked().getFirst().to()).isEqualTo(200_999);
        assertThat(report(good).faults()).isEmpty();
        assertThat(patience.waits()).isEmpty();
        fetch();
        assertThat(bad.asked()).as("asked again for the same object").hasSize(1);
    }

    @Test
    void aRefusedConnectionIsAFaultLikeAnother() throws IOException {
        bad.close();
        assertThat(fetch().givers()).containsExactly(good.mirror());
        assertThat(report(bad).faults()).containsExactly(Map.entry("Unreachable", 1));
    }

    @Test
    void whyNoneCouldBeReachedIsSaidInWords() throws IOException {
        bad.close();
        Mirror nowhere = new Mirror("https://nowhere.invalid/base");
        try (Mirrors none = new Mirrors(
                List.of(bad.mirror(), nowhere),
                Patience.LIMITS,
                MirrorChoice.LEAST_LOADED,
                patience,
                patience::nanoTime)) {
            assertThatThrownBy(() -> none.fetch(RANGE, new byte[RANGE.length()], 0))
                    .isInstanceOf(AllMirrorsFailed.class)
                    .hasMessageContaining(bad.mirror() + ": connection refused")
                    .hasMessageContaining(nowhere + ": host name not found")
                    .hasMessageNotContaining("Exception");
        }
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void onlyWhatIsMissingIsAskedOfTheOther(Mischief mischief, String fault) throws IOException {
        bad.always(mischief);
        assertThat(fetch().givers()).containsExactly(bad.mirror(), good.mirror());
        TestMirror.Asked rest = good.asked().getFirst();
        assertThat(rest.from()).isEqualTo(1000 + 50_000);
        assertThat(rest.to()).isEqualTo(200_999);
        assertThat(report(bad).bytes()).isEqualTo(50_000);
        assertThat(report(good).bytes()).isEqualTo(150_000);
        assertThat(report(bad).faults()).containsExactly(Map.entry(fault, 1));
    }

    static Stream<Arguments> breaks() {
        return Stream.of(
                Arguments.of(new Mischief.CutAfter(50_000), "Truncated"),
                Arguments.of(new Mischief.StallAfter(50_000), "Stalled"));
    }

    @Test
    void whatIsSlowerThanTheFloorIsLeftAtOnce() throws IOException {
        mirrors.close();
        // Every look at the clock takes ten seconds: no read can be fast enough.
        Patience hours = new Patience();
        List<Mirror> both = List.of(bad.mirror(), good.mirror());
        mirrors = new Mirrors(both, Patience.LIMITS, MirrorChoice.LEAST_LOADED, hours, () -> {
            hours.await(Duration.ofSeconds(10));
            return hours.nanoTime();
        });
        bad.always(new Mischief.EndlessDrip());
        good.always(Mischief.Status.of(404));
        byte[] into = new byte[200_000];
        assertThatThrownBy(() -> mirrors.fetch(RANGE, into, 0))
                .isInstanceOf(AllMirrorsFailed.class)
                .hasMessageContaining("gave only");
        assertThat(report(bad).faults().keySet()).containsExactly("Stalled");
        assertThat(report(bad).faults().get("Stalled")).isGreaterThanOrEqualTo(Patience.LIMITS.rounds());
    }

    @Test
    void aLimitOfTheRateIsNotTakenForSlowness() throws IOException {
        mirrors.close();
        HttpLimits slow = new HttpLimits(
                Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), 16 << 10, 4, 64, 3, 2000);
        mirrors = patience.mirrors(slow, bad);
        fetch();
        assertThat(report(bad).faults()).isEmpty();
        Duration all = patience.waits().stream().reduce(Duration.ZERO, Duration::plus);
        assertThat(all).isBetween(Duration.ofSeconds(99), Duration.ofSeconds(101));
        // A server that nobody reads from for a minute breaks the connection.
        assertThat(patience.waits()).allMatch(wait -> wait.compareTo(Duration.ofSeconds(3)) < 0);
    }

    @Test
    void aRedirectionIsFollowedWithTheRange() throws IOException {
        bad.always(new Mischief.Redirect(good.mirror().url()));
        assertThat(fetch().givers()).containsExactly(bad.mirror());
        assertThat(good.asked().getFirst().bytes()).isEqualTo(200_000);
    }

    @Test
    void aCircleOfRedirectionsEnds() throws IOException {
        bad.always(new Mischief.Redirect(bad.mirror().url()));
        assertThat(fetch().givers()).containsExactly(good.mirror());
        assertThat(bad.asked()).hasSizeLessThan(10);
    }

    @Test
    void anErrorSaysMirrorObjectRangeRequestAndWhatToDo() {
        bad.always(new Mischief.Status(404, Map.of("x-amz-request-id", "TX1")));
        good.always(new Mischief.Status(500, Map.of("cf-ray", "R2")));
        byte[] into = new byte[RANGE.length()];
        assertThatThrownBy(() -> mirrors.fetch(RANGE, into, 0))
                .isInstanceOf(AllMirrorsFailed.class)
                .hasMessageContaining(PACK + " (bytes 1000 to 200999)")
                .hasMessageContaining(bad.mirror() + ": is not there (status 404)")
                .hasMessageContaining("(request id TX1)")
                .hasMessageContaining(good.mirror() + ": answered with status 500 (request id R2)")
                .hasMessageContaining("--from URL");
    }

    @Test
    void onlyAThreadThatIsInterruptedIsInterrupted() throws InterruptedIOException {
        IOException broken = new InterruptedIOException("Connection has been shut down");
        MirrorFault.Asked asked = new MirrorFault.Asked(bad.mirror(), PACK, Optional.empty());
        assertThat(MirrorClient.fault(broken, asked)).isInstanceOf(MirrorFault.Unreachable.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> MirrorClient.fault(broken, asked)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aPasswordInAUrlIsNotSaid() throws IOException {
        Mirror secret = new Mirror(bad.mirror().url().replace("//", "//me:hush@"));
        bad.close();
        try (Mirrors one = new Mirrors(
                List.of(secret), Patience.LIMITS, MirrorChoice.LEAST_LOADED, patience, patience::nanoTime)) {
            assertThatThrownBy(() -> one.fetch(RANGE, new byte[RANGE.length()], 0))
                    .hasMessageContaining("***")
                    .hasMessageNotContaining("hush");
        }
    }
}
