package io.freshet.fetcher.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.MirrorVerdict;
import io.freshet.core.trust.TrustDirectory;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.http.AllMirrorsFailed;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.testing.Mischief;
import io.freshet.fetcher.testing.Patience;
import io.freshet.fetcher.testing.TestMirror;
import io.freshet.fetcher.testing.TestRepository;
import io.freshet.fetcher.testing.TestTree;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFinderTest {

    private static final RootOfTrust KEPT = new RootOfTrust.Kept();

    @TempDir
    Path directory;

    private final Patience patience = new Patience();
    private TestRepository repository;
    private TestTree tree;
    private RootOfTrust root;
    private TestMirror a;
    private TestMirror b;

    @BeforeEach
    void publish() throws Exception {
        repository = new TestRepository();
        tree = new TestTree().file("state", TestTree.noise(1, 100_000));
        repository.publish(tree);
        root = new RootOfTrust.Document(repository.rootJson());
        a = new TestMirror(repository.objects());
        b = new TestMirror(repository.objects());
    }

    @AfterEach
    void close() throws Exception {
        a.close();
        b.close();
    }

    private ChannelSnapshot find(RootOfTrust given, TestMirror... mirrors) throws Exception {
        return find(given, TestRepository.NOW, mirrors);
    }

    private ChannelSnapshot find(RootOfTrust given, Instant now, TestMirror... mirrors) throws Exception {
        return find(TestRepository.CHANNEL, given, now, mirrors);
    }

    private ChannelSnapshot find(ChannelName channel, RootOfTrust given, Instant now, TestMirror... servers)
            throws Exception {
        try (Mirrors mirrors = patience.mirrors(servers)) {
            SecondChances chances = new SecondChances(3, Duration.ofMillis(500), patience);
            TrustDirectory store = new TrustDirectory(directory.resolve("trust"));
            return new SnapshotFinder(mirrors, store, InstantSource.fixed(now), chances).find(given, channel);
        }
    }

    @Test
    void aWrongUrlOrAPrivateBucketIsSaidToBeOne() {
        a.always(new Mischief.Status(404, Map.of("x-amz-request-id", "TX1")));
        b.always(new Mischief.Status(403, Map.of("x-amz-request-id", "TX2")));
        assertThatThrownBy(() -> find(root, a, b))
                .isInstanceOf(TrustException.NoMirror.class)
                .hasMessageContaining(
                        a.mirror() + " does not have metadata/timestamp.json (status 404, request id TX1)")
                .hasMessageContaining(
                        b.mirror() + " does not have metadata/timestamp.json (status 403, request id TX2)")
                .hasMessageContaining("the directory that has metadata/ in it")
                .hasMessageContaining("a private bucket answers 403");
        RootOfTrust fingerprint = new RootOfTrust.Fingerprint(Digest.of(repository.rootJson()));
        assertThatThrownBy(() -> find(fingerprint, a, b))
                .hasMessageContaining("(status 403, request id TX2)")
                .hasMessageContaining("a private bucket answers 403");
    }

    @Test
    void whereOneMirrorAnswersOtherwiseTheUrlIsNotDoubted() {
        a.rule("metadata/timestamp.json"::equals, -1, Mischief.Status.of(404));
        b.rule("metadata/timestamp.json"::equals, -1, new Mischief.Instead(new byte[] {1}));
        assertThatThrownBy(() -> find(root, a, b))
                .isInstanceOf(TrustException.NoMirror.class)
                .hasMessageContaining("(status 404)")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("private bucket"));
    }

    @Test
    void findsWhatTheChannelNames() throws Exception {
        ChannelSnapshot found = find(root, a, b);
        assertThat(found.snapshot().manifest().bytes()).isEqualTo(100_000);
        assertThat(found.snapshot().sequence()).isEqualTo(1);
        assertThat(found.pointer().channel()).isEqualTo("mainnet/archive");
        assertThat(found.snapshot().location().components()).hasSize(1);
        assertThat(found.verdicts())
                .filteredOn(MirrorVerdict.Current.class::isInstance)
                .hasSize(2);
        assertThat(patience.waits()).isEmpty();
    }

    @Test
    void saysWhatExpiresFirst() throws Exception {
        Expiry expiry = find(root, a, b).expiry();
        assertThat(expiry.role()).isEqualTo("timestamp");
        assertThat(expiry.isSoon(expiry.expires().minus(Expiry.SOON))).isFalse();
        assertThat(expiry.isSoon(expiry.expires().minus(Expiry.SOON).plusSeconds(1)))
                .isTrue();
    }

    @Test
    void bootstrapsFromTheFingerprintOfTheFirstRoot() throws Exception {
        Digest sha256 = Digest.of(repository.rootJson());
        repository.renewRoot();
        a.rule(object -> object.endsWith("1.root.json"), -1, Mischief.Status.of(404));
        assertThat(find(new RootOfTrust.Fingerprint(sha256), a, b).snapshot().sequence())
                .isEqualTo(1);
        b.forget();
        find(new RootOfTrust.Fingerprint(sha256), b);
        assertThat(b.asked()).noneMatch(asked -> asked.object().endsWith("/1.root.json"));
    }

    @Test
    void anotherRepositorysRootIsNotTakenForAFingerprint() throws Exception {
        TestRepository other = new TestRepository();
        RootOfTrust wrong = new RootOfTrust.Fingerprint(Digest.of(other.rootJson()));
        assertThatThrownBy(() -> find(wrong, a, b))
                .isInstanceOf(TrustException.HashMismatch.class)
                .hasMessageContaining("metadata/1.root.json");
    }

    @Test
    void withoutAnyRootNothingIsAsked() {
        assertThatThrownBy(() -> find(KEPT, a)).isInstanceOf(TrustException.NoRoot.class);
        assertThat(a.asked()).isEmpty();
    }

    @Test
    void theHighestTimestampWinsAndTheOthersLag() throws Exception {
        try (TestMirror old = new TestMirror(repository.asOfNow())) {
            repository.publish(tree.file("more", TestTree.noise(2, 50_000)));
            ChannelSnapshot found = find(root, old, a);
            assertThat(found.snapshot().sequence()).isEqualTo(2);
            assertThat(found.verdicts())
                    .filteredOn(MirrorVerdict.Lagging.class::isInstance)
                    .extracting(MirrorVerdict::mirror)
                    .containsExactly(old.mirror().toString());
        }
    }

    @Test
    void aMirrorThatFallsBehindWhatWasTrustedIsNoWayBack() throws Exception {
        Map<String, byte[]> before = repository.asOfNow();
        repository.publish(tree.file("more", TestTree.noise(2, 50_000)));
        find(root, a);
        try (TestMirror old = new TestMirror(before)) {
            assertThatThrownBy(() -> find(KEPT, old))
                    .isInstanceOf(TrustException.RollbackDetected.class)
                    .hasMessageContaining("another mirror");
        }
    }

    @Test
    void eachDocumentMayComeFromAnotherMirror() throws Exception {
        a.rule(object -> object.contains("snapshot.json"), -1, Mischief.Status.of(404));
        a.rule(object -> object.startsWith("targets/"), -1, new Mischief.Instead(new byte[] {'{', '}'}));
        a.rule(object -> object.startsWith("manifests/"), -1, new Mischief.Flips(40));
        b.rule(object -> object.contains("targets.json"), -1, Mischief.Status.of(500));
        b.rule(object -> object.contains("channel."), -1, new Mischief.CutAfter(10));
        ChannelSnapshot found = find(root, a, b);
        assertThat(found.snapshot().manifest().bytes()).isEqualTo(100_000);
    }

    @Test
    void aLyingMirrorIsRefusedByNameAndTheOtherIsTaken() throws Exception {
        a.rule(object -> object.endsWith("timestamp.json"), -1, new Mischief.Flips(60));
        ChannelSnapshot found = find(root, a, b);
        assertThat(found.verdicts())
                .filteredOn(MirrorVerdict.Refused.class::isInstance)
                .extracting(MirrorVerdict::mirror)
                .containsExactly(a.mirror().toString());
    }

    @Test
    void aSilentMirrorDoesNotStopTheOther() throws Exception {
        a.always(new Mischief.Silence());
        assertThat(find(root, a, b).snapshot().sequence()).isEqualTo(1);
        assertThat(a.asked()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aDeadMirrorDoesNotStopTheOther() throws Exception {
        a.close();
        assertThat(find(root, a, b).snapshot().sequence()).isEqualTo(1);
        assertThat(patience.waits()).isEmpty();
    }

    @Test
    void theOnlyMirrorGetsSecondChancesAndIsAskedWhenItWants() throws Exception {
        a.once(new Mischief.Status(503, Map.of("Retry-After", "7")));
        a.once(new Mischief.Reset());
        assertThat(find(root, a).snapshot().sequence()).isEqualTo(1);
        assertThat(patience.waits()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(1));
    }

    @Test
    void allMirrorsGoneIsSaidOfEach() throws Exception {
        a.close();
        b.always(Mischief.Status.of(500));
        assertThatThrownBy(() -> find(root, a, b))
                .isInstanceOf(TrustException.NoMirror.class)
                .hasMessageContaining(a.mirror().toString())
                .hasMessageContaining(b.mirror().toString())
                .hasMessageContaining("status 500");
        assertThat(patience.waits()).hasSize(2);
    }

    @Test
    void aManifestThatNobodyHasRightNamesEachMirror() throws Exception {
        a.rule(object -> object.startsWith("manifests/"), -1, new Mischief.Flips(10));
        b.rule(object -> object.startsWith("manifests/"), -1, Mischief.Status.of(404));
        assertThatThrownBy(() -> find(root, a, b))
                .isInstanceOf(AllMirrorsFailed.class)
                .hasMessageContaining("manifests/")
                .hasMessageContaining(a.mirror() + ": ")
                .hasMessageContaining("gave wrong bytes")
                .hasMessageContaining("status 404");
    }

    @Test
    void aLocationRootThatIsWrongAtOneMirrorComesFromTheOther() throws Exception {
        Pointer pointer = repository.publish(tree);
        long inRoot = pointer.release().location().place().offset() + 20;
        a.rule(object -> object.startsWith("packs/"), -1, new Mischief.Flips(inRoot));
        assertThat(find(root, a, b).snapshot().location().components()).hasSize(1);
    }

    @Test
    void whatHasExpiredIsNotTrusted() {
        Instant later = TestRepository.NOW.plus(Duration.ofDays(15));
        assertThatThrownBy(() -> find(root, later, a, b)).isInstanceOf(TrustException.Expired.class);
    }

    @Test
    void whoNamesAnUnknownChannelIsToldWhichThereAre() {
        assertThatThrownBy(() -> find(new ChannelName("mainnet/archiv"), root, TestRepository.NOW, a))
                .isInstanceOf(NoSuchChannel.class)
                .hasMessage("there is no channel mainnet/archiv; the repository has mainnet/archive");
    }

    @Test
    void aChannelWithoutAReleaseIsSaidToHaveNone() throws Exception {
        TestRepository young = new TestRepository();
        RootOfTrust its = new RootOfTrust.Document(young.rootJson());
        try (TestMirror server = new TestMirror(young.objects())) {
            assertThatThrownBy(() -> find(its, server))
                    .isInstanceOf(NoSuchChannel.class)
                    .hasMessage("channel mainnet/archive has no release yet");
        }
    }

    @Test
    void anObjectWithoutEndIsReadNoFurtherThanItMayBe() throws Exception {
        a.rule(object -> object.endsWith("timestamp.json"), -1, new Mischief.Instead(new byte[1 << 20]));
        assertThat(find(root, a, b).snapshot().sequence()).isEqualTo(1);
    }

    @Test
    void theNextUpdateAsksForLittle() throws Exception {
        find(root, a);
        a.forget();
        find(KEPT, a);
        assertThat(a.asked())
                .extracting(TestMirror.Asked::object)
                .filteredOn(object -> object.startsWith("metadata/"))
                .containsExactly("metadata/2.root.json", "metadata/timestamp.json");
    }
}
