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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of mirrors from one request to the next. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MirrorsTest {

    private static final String PACK = "packs/ab/abcd.bin";
    private static final String OTHER = "packs/cd/cdef.bin";
    private static final Map<String, byte[]> OBJECTS =
            Map.of(PACK, TestTree.noise(1, 100_000), OTHER, TestTree.noise(2, 100_000));
    private static final ObjectRange RANGE = new ObjectRange(PACK, 0, 50_000);

    private final Patience patience = new Patience();
    private final byte[] into = new byte[50_000];
    private TestMirror a;
    private TestMirror b;
    private Mirrors mirrors;

    @BeforeEach
    void start() throws IOException {
        a = new TestMirror(OBJECTS);
        b = new TestMirror(OBJECTS);
        mirrors = patience.mirrors(a, b);
    }

    @AfterEach
    void stop() throws IOException {
        mirrors.close();
        a.close();
        b.close();
    }

    @Test
    void wrongBytesSetOneObjectAsideAtOneMirror() throws IOException {
        Receipt wrong = mirrors.fetch(RANGE, into, 0);
        assertThat(wrong.givers()).containsExactly(a.mirror());
        Receipt right = mirrors.again(wrong, into, 0, "they hash to 0");
        assertThat(right.givers()).containsExactly(b.mirror());
        assertThat(mirrors.fetch(RANGE, into, 0).givers()).containsExactly(b.mirror());
        assertThat(mirrors.fetch(new ObjectRange(OTHER, 0, 1000), into, 0).givers())
                .containsExactly(a.mirror());
        MirrorReport report = mirrors.reports().getFirst();
        assertThat(report.quarantined()).isEqualTo(1);
        assertThat(report.faults()).containsExactly(Map.entry("WrongBytes", 1));
        assertThat(report.passedOn()).containsExactly(Map.entry(b.mirror(), 1));
        assertThat(mirrors.reports().getLast().passedOn()).isEmpty();
    }

    @Test
    void whoStoodInForABrokenConnectionIsKnown() throws IOException {
        a.once(new Mischief.CutAfter(20_000));
        mirrors.fetch(RANGE, into, 0);
        assertThat(mirrors.reports().getFirst().passedOn()).containsExactly(Map.entry(b.mirror(), 1));
    }

    @Test
    void whereAllGaveWrongBytesTheErrorSaysSoOfEach() throws IOException {
        Receipt first = mirrors.fetch(RANGE, into, 0);
        Receipt second = mirrors.again(first, into, 0, "they hash to 0");
        assertThatThrownBy(() -> mirrors.again(second, into, 0, "they hash to 1"))
                .isInstanceOf(AllMirrorsFailed.class)
                .hasMessageContaining(a.mirror() + ": gave wrong bytes (they hash to 0)")
                .hasMessageContaining(b.mirror() + ": gave wrong bytes (they hash to 1)");
    }

    @Test
    void whoeverReadsOfWrongBytesCanTellTheOperatorWhichRequestItWas() throws IOException {
        b.always(Mischief.Status.of(404));
        a.always(new Mischief.Named("TX7"));
        Receipt wrong = mirrors.fetch(RANGE, into, 0);
        assertThatThrownBy(() -> mirrors.again(wrong, into, 0, "they hash to 0"))
                .isInstanceOf(AllMirrorsFailed.class)
                .hasMessageContaining("gave wrong bytes (they hash to 0)")
                .hasMessageContaining("request id TX7")
                .satisfies(e -> assertThat(((AllMirrorsFailed) e).faults())
                        .anySatisfy(fault -> assertThat(fault)
                                .isInstanceOf(MirrorFault.WrongBytes.class)
                                .hasMessageContaining(RANGE + ": gave wrong bytes")
                                .hasMessageContaining("(request id TX7)")));
    }

    @Test
    void ofSeveralGiversNoneIsBlamedUntilOneGaveTheWholeRange() throws IOException {
        a.once(new Mischief.CutAfter(20_000));
        Receipt mixed = mirrors.fetch(RANGE, into, 0);
        assertThat(mixed.givers()).containsExactly(a.mirror(), b.mirror());
        Receipt whole = mirrors.again(mixed, into, 0, "they hash to 0");
        assertThat(whole.givers()).hasSize(1);
        assertThat(mirrors.reports()).allMatch(report -> report.quarantined() == 0);
        Receipt other = mirrors.again(whole, into, 0, "they hash to 1");
        assertThat(other.givers()).hasSize(1).doesNotContainAnyElementsOf(whole.givers());
        assertThat(mirrors.reports())
                .filteredOn(report -> report.quarantined() == 1)
                .hasSize(1);
    }

    @Test
    void whoIsNotKnownToLieIsPassedByAndNotBlamed() throws IOException {
        Receipt first = mirrors.fetch(RANGE, into, 0);
        Receipt second = mirrors.elsewhere(RANGE, List.of(first), into, 0);
        assertThat(second.givers()).containsExactly(b.mirror());
        assertThatThrownBy(() -> mirrors.elsewhere(RANGE, List.of(first, second), into, 0))
                .isInstanceOf(AllMirrorsFailed.class);
        assertThat(mirrors.reports())
                .allMatch(report -> report.quarantined() == 0 && report.faults().isEmpty())
                .allMatch(report -> report.passedOn().isEmpty());
        assertThat(mirrors.fetch(RANGE, into, 0).givers()).containsExactly(a.mirror());
    }

    @Test
    void whoIsBlamedIsNotAskedForTheObjectAnyMore() throws IOException {
        Receipt wrong = mirrors.fetch(RANGE, into, 0);
        Receipt right = mirrors.elsewhere(RANGE, List.of(wrong), into, 0);
        mirrors.blame(wrong, right, "they hash to 0");
        assertThat(mirrors.fetch(RANGE, into, 0).givers()).containsExactly(b.mirror());
        MirrorReport report = mirrors.reports().getFirst();
        assertThat(report.faults()).containsExactly(Map.entry("WrongBytes", 1));
        assertThat(report.passedOn()).containsExactly(Map.entry(b.mirror(), 1));
    }

    @Test
    void ofSeveralGiversNoneIsPassedByAndNoneBlamed() throws IOException {
        a.once(new Mischief.CutAfter(20_000));
        Receipt mixed = mirrors.fetch(RANGE, into, 0);
        Receipt right = mirrors.elsewhere(RANGE, List.of(mixed), into, 0);
        assertThat(right.givers()).hasSize(1);
        mirrors.blame(mixed, right, "they hash to 0");
        assertThat(mirrors.reports()).allMatch(report -> report.quarantined() == 0);
    }

    @Test
    void aWholeRangeFromOneIsNotPiecedTogether() throws IOException {
        Receipt wrong = mirrors.fetch(RANGE, into, 0);
        b.once(new Mischief.CutAfter(20_000));
        Receipt again = mirrors.again(wrong, into, 0, "they hash to 0");
        assertThat(again.givers()).containsExactly(b.mirror());
        assertThat(b.asked()).extracting(TestMirror.Asked::bytes).containsExactly(50_000L, 50_000L);
    }

    @Test
    void whenAllHaveFailedThoseWhoseFaultsPassAreAskedAgainAfterARest() throws IOException {
        a.once(new Mischief.Reset()).once(new Mischief.Reset());
        b.once(new Mischief.Status(503, Map.of("Retry-After", "20")));
        mirrors.fetch(RANGE, into, 0);
        assertThat(patience.waits()).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(a.asked()).hasSize(3);
        assertThat(b.asked()).hasSize(1);
    }

    @Test
    void theOnlyMirrorIsWaitedForAsLongAsItAsks() throws IOException {
        b.close();
        a.once(new Mischief.Status(429, Map.of("Retry-After", "20")));
        mirrors.close();
        mirrors = patience.mirrors(a);
        mirrors.fetch(RANGE, into, 0);
        assertThat(patience.waits()).containsExactly(Duration.ofSeconds(20));
        assertThat(a.asked()).hasSize(2);
    }

    @Test
    void nobodyIsWaitedForLongerThanAMinuteAtATime() throws IOException {
        mirrors.close();
        mirrors = patience.mirrors(a);
        a.once(new Mischief.Status(503, Map.of("Retry-After", "999999")));
        mirrors.fetch(RANGE, into, 0);
        assertThat(patience.waits()).containsExactly(Duration.ofMinutes(1));
    }

    @Test
    void restsGrowAndTriesEnd() {
        a.always(new Mischief.Reset());
        b.always(Mischief.Status.of(404));
        assertThatThrownBy(() -> mirrors.fetch(RANGE, into, 0)).isInstanceOf(AllMirrorsFailed.class);
        assertThat(a.asked()).hasSize(Patience.LIMITS.rounds());
        assertThat(b.asked()).hasSize(1);
        assertThat(patience.waits()).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    @Test
    void aMirrorThatIsCutOffEveryTimeIsFollowedAsLongAsItGetsOn() throws IOException {
        mirrors.close();
        mirrors = patience.mirrors(a);
        Map<String, byte[]> large = Map.of(PACK, TestTree.noise(3, 2 << 20));
        try (TestMirror slow = new TestMirror(large);
                Mirrors one = patience.mirrors(slow)) {
            slow.always(new Mischief.CutAfter(100_000));
            byte[] all = new byte[2 << 20];
            one.fetch(new ObjectRange(PACK, 0, all.length), all, 0);
            assertThat(all).isEqualTo(large.get(PACK));
            assertThat(slow.asked()).hasSize(21);
        }
    }

    @Test
    void aMirrorThatRestsIsNotAskedWhileAnotherIsThere() throws IOException {
        a.once(new Mischief.Reset());
        mirrors.fetch(RANGE, into, 0);
        mirrors.fetch(RANGE, into, 0);
        mirrors.fetch(RANGE, into, 0);
        assertThat(a.asked()).hasSize(1);
        patience.await(Duration.ofSeconds(1));
        mirrors.fetch(RANGE, into, 0);
        assertThat(a.asked()).hasSize(2);
    }

    @Test
    void moreThanAllowedAreNeverUnderWayAtOneMirror() throws Exception {
        mirrors.close();
        mirrors = patience.mirrors(a);
        a.always(new Mischief.Silence());
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3 * Patience.LIMITS.perMirror(); i++) {
                running.add(threads.submit(() -> mirrors.fetch(RANGE, new byte[50_000], 0)));
            }
            while (a.asked().size() < Patience.LIMITS.perMirror()) {
                Thread.onSpinWait();
            }
            assertThat(a.asked()).hasSize(Patience.LIMITS.perMirror());
            threads.shutdownNow();
        }
        assertThat(running).allMatch(Future::isDone);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void interruptionIsNobodysFault(boolean virtual) throws Exception {
        a.always(new Mischief.Silence());
        b.always(new Mischief.Silence());
        Thread.Builder thread = virtual ? Thread.ofVirtual() : Thread.ofPlatform();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(thread.factory())) {
            Future<?> running = threads.submit(() -> mirrors.fetch(RANGE, into, 0));
            while (a.asked().isEmpty()) {
                Thread.onSpinWait();
            }
            threads.shutdownNow();
            assertThatThrownBy(running::get).hasCauseInstanceOf(InterruptedIOException.class);
        }
        assertThat(mirrors.reports()).allMatch(report -> report.faults().isEmpty());
    }

    @Test
    void aWholeObjectIsReadNoFurtherThanItMayBe() throws IOException {
        assertThat(mirrors.get(a.mirror(), PACK, 100_000)).isEqualTo(OBJECTS.get(PACK));
        assertThatThrownBy(() -> mirrors.get(a.mirror(), PACK, 99_999))
                .isInstanceOf(MirrorFault.TooLarge.class)
                .hasMessageContaining("more than the 99999 bytes");
        a.always(new Mischief.EndlessDrip());
        assertThatThrownBy(() -> mirrors.get(a.mirror(), PACK, 5000)).isInstanceOf(MirrorFault.TooLarge.class);
    }

    @Test
    void anObjectThatIsNotThereIsNoFault() throws IOException {
        assertThatThrownBy(() -> mirrors.get(a.mirror(), "metadata/2.root.json", 1000))
                .isInstanceOf(MirrorFault.Missing.class)
                .hasMessageContaining("(status 404)")
                .hasMessageContaining("(request id R404)");
        assertThat(mirrors.reports().getFirst().faults()).isEmpty();
    }

    @Test
    void theAgentIsNamedAndNothingIsEncoded() throws IOException {
        mirrors.fetch(RANGE, into, 0);
        Map<String, String> headers = a.asked().getFirst().headers();
        assertThat(headers.get("user-agent")).startsWith("freshet/");
        assertThat(headers).doesNotContainKeys("accept-encoding", "cookie", "authorization");
    }

    @Test
    void oneConnectionServesManyRequests() throws IOException {
        for (int i = 0; i < 10; i++) {
            mirrors.fetch(RANGE, into, 0);
        }
        assertThat(a.asked().size() + b.asked().size()).isEqualTo(10);
        assertThat(a.connections() + b.connections()).isLessThanOrEqualTo(2);
    }
}
