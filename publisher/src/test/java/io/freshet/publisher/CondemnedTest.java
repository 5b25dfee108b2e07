package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import io.freshet.core.attest.AttestationPath;
import io.freshet.core.pack.Pack;
import io.freshet.providers.api.Verb;
import io.freshet.providers.testkit.Fault;
import io.freshet.providers.testkit.FaultyStore;
import io.freshet.providers.testkit.OpensslAuthority;
import io.freshet.providers.testkit.Trigger;
import io.freshet.publisher.commit.SnapshotPacks;
import io.freshet.publisher.commit.TestCollector;
import io.freshet.publisher.commit.Timestamping;
import io.freshet.publisher.upload.ChannelPublisher;
import io.freshet.publisher.upload.Destinations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collector takes away what a publisher relies on, after it was uploaded and before it is committed. */
class CondemnedTest {

    @TempDir
    Path directory;

    private TestHouse house;
    private TestCollector collector;
    private RepositoryLaws laws;
    private Path next;
    private List<String> before;

    private Timestamping timestamping = Timestamping.NONE;

    @BeforeEach
    void publishOnce() throws Exception {
        house = new TestHouse(directory);
        house.publish(house.source("first", 30, 0), house.authority, house.follower);
        next = house.source("next", 30, 30);
        collector = new TestCollector(house.open(house.authority).repository());
        laws = new RepositoryLaws(house.root, house.authority, house.follower);
        laws.check();
        before = RepositoryLaws.keys(house.authority);
    }

    @Test
    void aCondemnedPackIsMadeAgainUnderAnotherName() throws Exception {
        List<String> condemned = meanwhile(() -> {
            List<String> packs = uploaded("packs/");
            collector.condemn(packs);
            return packs;
        });
        assertThat(condemned).hasSizeGreaterThan(2);
        assertThat(needed()).doesNotContainAnyElementsOf(condemned);
        assertThat(uploaded("log/seq/")).as("the entry of the log stays valid").hasSize(1);
    }

    @Test
    void aPackThatWasDeletedAndForgottenIsMissedByALook() throws Exception {
        List<String> deleted = meanwhile(() -> {
            List<String> packs = uploaded("packs/").subList(0, 1);
            collector.condemn(packs);
            collector.eraseAndForget();
            return packs;
        });
        // Nobody has condemned the name any more: the pack is simply made again.
        assertThat(needed()).containsAll(deleted);
    }

    @Test
    void aCondemnedManifestAndPointerGetOtherNames() throws Exception {
        List<String> packs = new ArrayList<>();
        List<String> condemned = meanwhile(() -> {
            packs.addAll(uploaded("packs/"));
            List<String> documents = uploaded("manifests/");
            documents.addAll(uploaded("targets/"));
            collector.condemn(documents);
            return documents;
        });
        assertThat(condemned).hasSize(2);
        RepositoryLaws.Found found =
                laws.find(house.authority, TestHouse.CHANNEL).orElseThrow();
        assertThat(found.pointer().release().manifest().path()).isNotIn(condemned);
        assertThat(uploaded("packs/")).as("no pack is made again").isEqualTo(packs);
    }

    @Test
    void aManifestWhoseAttestationAloneIsCondemnedGetsAnotherName() throws Exception {
        List<String> condemned = meanwhile(() -> {
            List<String> documents = uploaded("attest/");
            collector.condemn(documents);
            return documents;
        });
        assertThat(condemned).hasSize(1);
        RepositoryLaws.Found found =
                laws.find(house.authority, TestHouse.CHANNEL).orElseThrow();
        String manifest = found.pointer().release().manifest().sha256().toString();
        assertThat(condemned.getFirst()).doesNotContain(manifest);
    }

    @Test
    void aManifestWhoseTimestampAloneIsCondemnedGetsAnotherName() throws Exception {
        OpensslAuthority authority = OpensslAuthority.in(directory.resolve("tsa"));
        timestamping = new Timestamping(List.of(authority), true);
        List<String> condemned = meanwhile(() -> {
            List<String> timestamps = uploaded("attest/").stream()
                    .filter(key -> key.endsWith(".tsr"))
                    .toList();
            collector.condemn(timestamps);
            return timestamps;
        });
        assertThat(condemned).hasSize(1);
        RepositoryLaws.Found found =
                laws.find(house.authority, TestHouse.CHANNEL).orElseThrow();
        Digest manifest = found.pointer().release().manifest().sha256();
        assertThat(condemned.getFirst()).doesNotContain(manifest.toString());
        assertThat(RepositoryLaws.keys(house.follower))
                .contains(AttestationPath.timestamps(AttestationPath.of(manifest, 0))
                        .toList()
                        .getFirst());
    }

    @Test
    void whatIsCondemnedBeforeARunBeginsIsNotUploadedUnderItsName() throws Exception {
        TestHouse other = house.copy();
        other.publish(next, other.authority);
        List<String> packs = RepositoryLaws.keys(other.authority).stream()
                .filter(key -> key.startsWith("packs/") && !before.contains(key))
                .toList();
        collector.condemn(packs);
        house.publish(next, house.authority, house.follower);
        checked();
        assertThat(RepositoryLaws.keys(house.authority)).doesNotContainAnyElementsOf(packs);
    }

    /** Something that happens when all is uploaded, and signed on a base that is about to change. */
    private interface Interference {
        List<String> happen() throws Exception;
    }

    private List<String> meanwhile(Interference interference) throws Exception {
        Fault.Hold hold = Fault.Hold.create();
        FaultyStore held = new FaultyStore(house.authority)
                .when(Trigger.nth(1, Verb.COMPARE_AND_SET).ofKeys("metadata/timestamp.json"), hold);
        Destinations destinations = house.open(held, house.follower);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ChannelPublisher.Outcome> publisher =
                    threads.submit(() -> house.publish(timestamping, next, destinations));
            hold.reached().await();
            List<String> changed = interference.happen();
            hold.released().countDown();
            assertThat(publisher.get().released().isNew()).isTrue();
            checked();
            return changed;
        }
    }

    private void checked() throws Exception {
        laws.check();
        assertThat(laws.find(house.authority, TestHouse.CHANNEL).orElseThrow().described(directory))
                .isEqualTo(Trees.describe(next));
        assertThat(laws.find(house.follower, TestHouse.CHANNEL).orElseThrow().described(directory))
                .isEqualTo(Trees.describe(next));
        assertThat(RepositoryLaws.keys(house.authority)).noneMatch(key -> key.startsWith("intents/"));
    }

    private List<String> uploaded(String prefix) throws Exception {
        return new ArrayList<>(RepositoryLaws.keys(house.authority).stream()
                .filter(key -> key.startsWith(prefix) && !before.contains(key))
                .toList());
    }

    private List<String> needed() throws Exception {
        RepositoryLaws.Found found =
                laws.find(house.authority, TestHouse.CHANNEL).orElseThrow();
        TreeSet<String> paths = new TreeSet<>();
        SnapshotPacks.of(house.authority, found.pointer().release().location())
                .forEach(pack -> paths.add(Pack.path(pack)));
        return List.copyOf(paths);
    }
}
