package io.freshet.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.attest.AttestationPath;
import io.freshet.core.attest.Envelope;
import io.freshet.core.attest.Provenance;
import io.freshet.core.attest.Statement;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.trust.SigningKey;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.Verb;
import io.freshet.providers.testkit.Fault;
import io.freshet.providers.testkit.FaultyStore;
import io.freshet.providers.testkit.Trigger;
import io.freshet.publisher.commit.CommitException;
import io.freshet.publisher.upload.ChannelPublisher;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a publisher says of a release, beside its manifest. */
class AttestationTest {

    @TempDir
    Path directory;

    private TestHouse house;
    private Path source;

    @BeforeEach
    void makeAHouse() throws Exception {
        house = new TestHouse(directory);
        source = house.source("first", 30, 0);
    }

    @Test
    void aReleaseIsAttestedByTheKeyOfItsChannelAtEachDestination() throws Exception {
        ChannelPublisher.Outcome outcome = house.publish(source, house.authority, house.follower);
        assertThat(attestations(house.authority, outcome.manifest())).hasSize(1);
        assertThat(attestations(house.follower, outcome.manifest()))
                .isEqualTo(attestations(house.authority, outcome.manifest()));
        Envelope envelope = envelope(AttestationPath.of(outcome.manifest().sha256(), 0));
        assertThat(envelope.signedBy(List.of(house.keys.online().orElseThrow().publicKey())))
                .hasSize(1);
        Statement statement = Statement.read("e", envelope);
        Provenance.Claim claim = Provenance.Claim.read("e", statement);
        assertThat(claim.finished()).contains("2026-11-23T00:00:00Z");
        assertThat(claim.invocation().orElseThrow()).startsWith("20261123T000000Z-");
        new RepositoryLaws(house.root, house.authority, house.follower).check();
    }

    @Test
    void whoDiesAfterItsAttestationLeavesItToTheRunThatMakesTheSameManifest() throws Exception {
        FaultyStore dies = new FaultyStore(house.authority)
                .when(Trigger.nth(1, Verb.PUT_IF_ABSENT).ofKeys("log/seq/0"), new Fault.CrashBefore());
        assertThatThrownBy(() -> house.publish(source, dies)).isNotNull();
        List<String> left = keys(house.authority);
        assertThat(left).hasSize(1);
        ChannelPublisher.Outcome outcome = house.publish(source, house.authority, house.follower);
        assertThat(keys(house.authority)).isEqualTo(left);
        assertThat(outcome.released().isNew()).isTrue();
    }

    @Test
    void othersThatLieThereStayAndTheNextNumberIsTaken() throws Exception {
        ObjectRef manifest =
                house.copy().publish(source, house.copy().authority).manifest();
        Body foreign = Body.of(foreign());
        house.authority.put(AttestationPath.of(manifest.sha256(), 0), foreign, ObjectHeaders.IMMUTABLE_JSON);
        Body noEnvelope = Body.of("nothing".getBytes(UTF_8));
        house.authority.put(AttestationPath.of(manifest.sha256(), 1), noEnvelope, ObjectHeaders.IMMUTABLE_JSON);
        ChannelPublisher.Outcome outcome = house.publish(source, house.authority, house.follower);
        assertThat(outcome.manifest()).isEqualTo(manifest);
        assertThat(attestations(house.follower, manifest)).hasSize(3);
        assertThat(envelope(AttestationPath.of(manifest.sha256(), 2))
                        .signedBy(List.of(house.keys.online().orElseThrow().publicKey())))
                .hasSize(1);
    }

    @Test
    void whereNoPlaceIsLeftNothingIsReleased() throws Exception {
        ObjectRef manifest =
                house.copy().publish(source, house.copy().authority).manifest();
        byte[] foreign = foreign();
        for (String path : AttestationPath.all(manifest.sha256()).toList()) {
            house.authority.put(path, Body.of(foreign), ObjectHeaders.IMMUTABLE_JSON);
        }
        assertThatThrownBy(() -> house.publish(source, house.authority))
                .isInstanceOf(CommitException.TooManyAttestations.class)
                .hasMessageContaining(manifest.sha256().toString());
        assertThat(keys(house.authority)).hasSize(AttestationPath.MOST);
    }

    private static byte[] foreign() throws Exception {
        return Envelope.sign("text/plain", new byte[1], List.of(SigningKey.generate(new SecureRandom())))
                .toBytes();
    }

    private Envelope envelope(String path) throws Exception {
        return Envelope.read(
                path, house.authority.get(path, 1 << 20).orElseThrow().bytes());
    }

    private static List<String> attestations(ObjectStore store, ObjectRef manifest) throws Exception {
        List<String> all = AttestationPath.all(manifest.sha256()).toList();
        return keys(store).stream().filter(all::contains).toList();
    }

    private static List<String> keys(ObjectStore store) throws Exception {
        return RepositoryLaws.keys(store).stream()
                .filter(key -> key.startsWith("attest/"))
                .toList();
    }
}
