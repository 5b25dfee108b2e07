package io.freshet.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.core.Digest;
import io.freshet.core.attest.AttestationPath;
import io.freshet.core.timestamp.TimestampAuthority;
import io.freshet.core.timestamp.TimestampRoots;
import io.freshet.core.timestamp.TimestampToken;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.Verb;
import io.freshet.providers.testkit.Fault;
import io.freshet.providers.testkit.FaultyStore;
import io.freshet.providers.testkit.OpensslAuthority;
import io.freshet.providers.testkit.Trigger;
import io.freshet.publisher.commit.CommitException;
import io.freshet.publisher.commit.Timestamped;
import io.freshet.publisher.commit.Timestamping;
import io.freshet.publisher.upload.ChannelPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What authorities say of a release's attestation, beside it. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class TimestampTest {

    private static final String PYTHON = "FRESHET_TEST_PYTHON";

    @TempDir
    Path directory;

    private TestHouse house;
    private Path source;
    private OpensslAuthority authority;

    @BeforeEach
    void makeAHouse() throws Exception {
        house = new TestHouse(directory);
        source = house.source("first", 30, 0);
        authority = OpensslAuthority.in(directory.resolve("tsa"));
    }

    /** One that is down. */
    private record Down(String name) implements TimestampAuthority {
        @Override
        public byte[] ask(byte[] query) throws IOException {
            throw new IOException(name + ": is down");
        }
    }

    private ChannelPublisher.Outcome publish(Timestamping timestamping, ObjectStore... stores) throws Exception {
        return house.publish(timestamping, source, house.open(stores));
    }

    private static List<String> keys(ObjectStore store) throws Exception {
        return RepositoryLaws.keys(store).stream()
                .filter(key -> key.endsWith(".tsr"))
                .toList();
    }

    private byte[] bytes(ObjectStore store, String path) throws Exception {
        return store.get(path, 1 << 20).orElseThrow().bytes();
    }

    @Test
    void eachAuthoritysLiesBesideTheAttestationAtEachDestination() throws Exception {
        OpensslAuthority second = OpensslAuthority.in(directory.resolve("second"));
        ChannelPublisher.Outcome outcome =
                publish(new Timestamping(List.of(authority, second), true), house.authority, house.follower);
        String attestation = AttestationPath.of(outcome.manifest().sha256(), 0);
        List<String> paths = AttestationPath.timestamps(attestation).toList().subList(0, 2);
        assertThat(keys(house.authority)).isEqualTo(paths);
        assertThat(outcome.released().timestamps())
                .extracting(each -> ((Timestamped.At) each).path())
                .isEqualTo(paths);
        int number = 0;
        for (OpensslAuthority each : List.of(authority, second)) {
            byte[] token = bytes(house.follower, paths.get(number++));
            TimestampToken.read("t", token)
                    .verify(bytes(house.authority, attestation), TimestampRoots.ofPem(Files.readAllBytes(each.root())));
        }
        new RepositoryLaws(house.root, house.authority, house.follower).check();
    }

    @Test
    void anAuthorityThatIsDownIsSaidAndTheReleaseIsMade() throws Exception {
        ChannelPublisher.Outcome outcome =
                publish(new Timestamping(List.of(new Down("d"), authority), false), house.authority);
        assertThat(outcome.released().isNew()).isTrue();
        assertThat(outcome.released().timestamps()).hasSize(2);
        assertThat(((Timestamped.Failed) outcome.released().timestamps().getFirst()).why())
                .hasMessage("d: is down");
        assertThat(keys(house.authority)).hasSize(1);
    }

    @Test
    void whereTimestampsAreRequiredThereIsNoReleaseWithout() throws Exception {
        Timestamping required = new Timestamping(List.of(authority, new Down("d")), true);
        assertThatThrownBy(() -> publish(required, house.authority))
                .isInstanceOf(CommitException.NotTimestamped.class)
                .hasMessageContaining("d: is down")
                .hasMessageContaining("nothing was released");
        assertThat(RepositoryLaws.keys(house.authority)).noneMatch(key -> key.startsWith("log/seq/"));
        List<String> left = keys(house.authority);
        assertThat(left).hasSize(1);
        ChannelPublisher.Outcome outcome = publish(new Timestamping(List.of(authority), true), house.authority);
        assertThat(outcome.released().isNew()).isTrue();
        assertThat(keys(house.authority)).as("asked again, kept once").isEqualTo(left);
    }

    @Test
    void whoDiesBetweenAttestationAndTimestampLeavesARunThatGetsOne() throws Exception {
        Timestamping timestamping = new Timestamping(List.of(authority), true);
        FaultyStore dies = new FaultyStore(house.authority)
                .when(Trigger.nth(2, Verb.PUT_IF_ABSENT).ofKeys("attest/"), new Fault.CrashBefore());
        assertThatThrownBy(() -> publish(timestamping, dies)).isNotNull();
        assertThat(keys(house.authority)).isEmpty();
        publish(timestamping, house.authority, house.follower);
        assertThat(keys(house.follower)).hasSize(1).isEqualTo(keys(house.authority));
    }

    @Test
    void whatOthersPutThereTakesAPlaceAndNoMore() throws Exception {
        Digest manifest =
                house.copy().publish(source, house.copy().authority).manifest().sha256();
        List<String> places =
                AttestationPath.timestamps(AttestationPath.of(manifest, 0)).toList();
        Body nothing = Body.of(new byte[] {1});
        house.authority.put(places.getFirst(), nothing, ObjectHeaders.IMMUTABLE_BINARY);
        ChannelPublisher.Outcome outcome = publish(new Timestamping(List.of(authority), true), house.authority);
        assertThat(outcome.released().timestamps())
                .extracting(each -> ((Timestamped.At) each).path())
                .containsExactly(places.get(1));

        TestHouse full = new TestHouse(Files.createDirectory(directory.resolve("full")));
        Path same = full.source("first", 30, 0);
        Digest other =
                full.copy().publish(same, full.copy().authority).manifest().sha256();
        for (String place :
                AttestationPath.timestamps(AttestationPath.of(other, 0)).toList()) {
            full.authority.put(place, nothing, ObjectHeaders.IMMUTABLE_BINARY);
        }
        assertThatThrownBy(
                        () -> full.publish(new Timestamping(List.of(authority), true), same, full.open(full.authority)))
                .isInstanceOf(CommitException.NotTimestamped.class)
                .hasMessageContaining("all 4 places");
    }

    @Test
    void rfc3161ClientVerifiesWhatLiesThere() throws Exception {
        assumeTrue(System.getenv(PYTHON) != null, PYTHON + " names no python");
        ChannelPublisher.Outcome outcome = publish(new Timestamping(List.of(authority), true), house.authority);
        String attestation = AttestationPath.of(outcome.manifest().sha256(), 0);
        Path envelope = Files.write(directory.resolve("envelope.json"), bytes(house.authority, attestation));
        Path token = Files.write(
                directory.resolve("token.tsr"),
                bytes(house.authority, keys(house.authority).getFirst()));
        Timestamped.At at = (Timestamped.At) outcome.released().timestamps().getFirst();
        assertThat(python(token, envelope)).isEqualTo("verified " + at.time().getEpochSecond() + "\n");
        Files.writeString(envelope, "another");
        assertThat(python(token, envelope)).isEqualTo("refused\n");
    }

    private String python(Path token, Path envelope) throws Exception {
        Path script =
                Path.of(TimestampTest.class.getResource("read_timestamp.py").toURI());
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        System.getenv(PYTHON),
                        script.toString(),
                        token.toString(),
                        envelope.toString(),
                        authority.root().toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(output);
        assumeTrue(!said.contains("No module named 'rfc3161_client'"), "python has no rfc3161-client");
        return said;
    }
}
