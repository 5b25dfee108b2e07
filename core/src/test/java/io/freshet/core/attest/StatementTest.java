package io.freshet.core.attest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.Digest;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Component;
import java.io.IOException;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTest {

    private final TestSnapshot snapshot = TestSnapshot.read();

    @Test
    void aPublisherSaysWhatItPublishedOutOfWhat() throws IOException {
        JsonNode json = new ObjectMapper().readTree(snapshot.statement().toBytes());
        Component first = snapshot.manifest().components().getFirst();
        assertThat(json.at("/_type").textValue()).isEqualTo("https://in-toto.io/Statement/v1");
        assertThat(json.at("/predicateType").textValue()).isEqualTo("https://slsa.dev/provenance/v1");
        assertThat(json.at("/subject/0/digest/sha256").textValue())
                .isEqualTo(snapshot.digest().toString());
        assertThat(json.at("/subject/1/name").textValue()).isEqualTo("component/" + first.name());
        assertThat(json.at("/subject/1/digest/freshetContentRoot").textValue())
                .isEqualTo(first.contentRoot().toString());
        JsonNode definition = json.at("/predicate/buildDefinition");
        assertThat(definition.at("/externalParameters/channel").textValue()).isEqualTo("mainnet/archive");
        assertThat(definition.at("/externalParameters/source/height").longValue())
                .isEqualTo(snapshot.manifest().source().height().orElseThrow());
        assertThat(definition.at("/externalParameters/profile/rules")).isNotEmpty();
        assertThat(definition.at("/resolvedDependencies/0/digest/sha256").textValue())
                .isEqualTo(snapshot.manifest().parent().orElseThrow().toString());
        JsonNode details = json.at("/predicate/runDetails");
        assertThat(details.at("/metadata/invocationId").textValue()).isEqualTo("20261123T000000Z-9f3c6a1de0724b58");
        assertThat(details.at("/metadata/startedOn").textValue()).isEqualTo("2026-11-23T00:00:00Z");
        assertThat(details.at("/metadata/finishedOn").textValue()).isEqualTo("2026-11-23T00:05:00Z");
        assertThat(details.at("/builder/version/freshet").textValue()).isNotEmpty();
    }

    @Test
    void aStatementIsReadAsItWasWritten() throws IOException {
        Statement statement = snapshot.statement();
        assertThat(reread(statement)).isEqualTo(statement);
        Provenance.Claim claim = Provenance.Claim.read("a statement", reread(statement));
        assertThat(claim.buildType()).hasValue(Provenance.BUILD_TYPE);
        assertThat(claim.builder()).hasValue("tag:freshet.io,2026:repository/" + Digest.of(new byte[1]));
        assertThat(claim.invocation()).hasValue("20261123T000000Z-9f3c6a1de0724b58");
        assertThat(claim.finished()).hasValue("2026-11-23T00:05:00Z");
        assertThat(claim.source().orElseThrow())
                .contains("\"height\":" + snapshot.manifest().source().height().orElseThrow());
        assertThat(claim.profile().orElseThrow()).contains("\"rules\":");
        assertThat(claim.inputs())
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains(snapshot.manifest().parent().orElseThrow().toString());
    }

    @Test
    void itIsAboutItsOwnSnapshotAlone() {
        Statement statement = snapshot.statement();
        assertThat(statement.differsFrom(snapshot.digest(), snapshot.manifest()))
                .isEmpty();
        assertThat(statement.differsFrom(Digest.of(new byte[2]), snapshot.manifest()))
                .hasValueSatisfying(why -> assertThat(why).contains("not about manifest"));
    }

    @Test
    void aContentRootThatIsNotTheManifestsIsSeen() {
        Statement lies = new Statement(
                List.of(
                        ResourceDescriptor.object("m", snapshot.digest()),
                        ResourceDescriptor.component(
                                snapshot.manifest().components().getFirst().name(), Digest.of(new byte[3]))),
                Provenance.TYPE,
                UnknownFields.NONE);
        assertThat(lies.differsFrom(snapshot.digest(), snapshot.manifest()))
                .hasValueSatisfying(why -> assertThat(why).contains("content root"));
    }

    /** What CI systems make speaks of files by their SHA-256, and knows no content roots. */
    @Test
    void aClaimAboutTheManifestAloneIsAboutAllOfIt() {
        Statement foreign = new Statement(
                List.of(ResourceDescriptor.object("manifest.json", snapshot.digest())),
                "https://example.com/audit/v1",
                UnknownFields.NONE);
        assertThat(foreign.differsFrom(snapshot.digest(), snapshot.manifest())).isEmpty();
    }

    @Test
    void aStatementOfTheVersionBeforeIsRead() throws IOException {
        String old = new String(snapshot.statement().toBytes(), UTF_8).replace("Statement/v1", "Statement/v0.1");
        assertThat(Statement.read("a statement", envelope(Statement.PAYLOAD_TYPE, old)))
                .isEqualTo(snapshot.statement());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"_type\":\"https://in-toto.io/Statement/v0.2\",\"subject\":[{}],\"predicateType\":\"t\"}",
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[],\"predicateType\":\"t\"}",
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"digest\":{\"sha256\":1}}],\"predicateType\":\"t\"}",
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{}]}"
            })
    void whatIsNoStatementIsRefused(String json) {
        assertThatThrownBy(() -> Statement.read("a statement", envelope(Statement.PAYLOAD_TYPE, json)))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("a statement");
    }

    @Test
    void aPayloadOfAnotherTypeIsNoStatement() {
        assertThatThrownBy(() -> Statement.read(
                        "a statement",
                        envelope("text/plain", new String(snapshot.statement().toBytes(), UTF_8))))
                .hasMessageContaining("text/plain");
    }

    private static Statement reread(Statement statement) throws IOException {
        return Statement.read("a statement", envelope(Statement.PAYLOAD_TYPE, new String(statement.toBytes(), UTF_8)));
    }

    private static Envelope envelope(String type, String payload) {
        return new Envelope(type, payload.getBytes(UTF_8), List.of(new EnvelopeSignature("", new byte[1])));
    }
}
