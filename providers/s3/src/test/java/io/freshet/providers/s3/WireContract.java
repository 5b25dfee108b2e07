package io.freshet.providers.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.core.Digest;
import io.freshet.providers.api.AccessDenied;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.RetryingStore;
import io.freshet.providers.api.StoreContext;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreMissing;
import io.freshet.providers.api.StoreUnavailable;
import io.freshet.providers.api.StoreUrl;
import io.freshet.providers.testkit.Bodies;
import io.freshet.providers.testkit.CuttingProxy;
import io.freshet.providers.testkit.S3Server;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What really goes over the wire to a server, and what it makes of connections that are cut. */
interface WireContract {
    int SIZE = 5 << 20;

    S3Server server();

    @Test
    default void aWriteIsOneSignedRequestWithItsDigestAndNoTrailer() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(server().endpoint());
                ObjectStore store = S3Fixture.open(server(), proxy.endpoint(), "wire/head")) {
            byte[] bytes = Bodies.random(SIZE, 1);
            Digest digest = Digest.of(bytes);
            store.put("packs/ab/x.bin", Body.of(bytes, digest), ObjectHeaders.IMMUTABLE_BINARY);
            assertThat(proxy.requestHeads()).hasSize(1);
            String head = proxy.requestHeads().getFirst();
            assertThat(head)
                    .startsWith("PUT /" + S3Fixture.BUCKET + "/wire/head/packs/ab/x.bin HTTP/1.1\r\n")
                    .containsIgnoringCase("\r\nx-amz-content-sha256: " + digest + "\r\n")
                    .containsIgnoringCase(
                            "\r\nx-amz-checksum-sha256: " + Base64.getEncoder().encodeToString(digest.bytes()) + "\r\n")
                    .containsIgnoringCase("\r\nContent-Length: " + SIZE + "\r\n")
                    .containsIgnoringCase("\r\nCache-Control: public, max-age=31536000, immutable\r\n")
                    .containsIgnoringCase("\r\nContent-Type: application/octet-stream\r\n")
                    .containsIgnoringCase("\r\nUser-Agent: freshet/test\r\n")
                    .contains("AWS4-HMAC-SHA256 Credential=" + S3Server.ACCESS_KEY)
                    .doesNotContainIgnoringCase("x-amz-trailer")
                    .doesNotContainIgnoringCase("aws-chunked")
                    .doesNotContainIgnoringCase("x-amz-sdk-checksum-algorithm");
            assertThat(proxy.bytesSent()).isEqualTo(head.length() + SIZE);
        }
    }

    @Test
    default void conditionsGoOverTheWireAsHeaders() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(server().endpoint());
                ObjectStore store = S3Fixture.open(server(), proxy.endpoint(), "wire/conditions")) {
            PutResult created = store.putIfAbsent("t", Bodies.text("1"), ObjectHeaders.MUTABLE_JSON);
            store.compareAndSet(
                    "t", ((PutResult.Stored) created).revision(), Bodies.text("2"), ObjectHeaders.MUTABLE_JSON);
            assertThat(proxy.requestHeads()).hasSize(2);
            assertThat(proxy.requestHeads().get(0)).containsIgnoringCase("\r\nIf-None-Match: *\r\n");
            assertThat(proxy.requestHeads().get(1))
                    .containsIgnoringCase("\r\nIf-Match: "
                            + ((PutResult.Stored) created).revision().value());
        }
    }

    @Test
    default void aConnectionThatIsCutStoresNothing() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(server().endpoint());
                ObjectStore cut = S3Fixture.open(server(), proxy.endpoint(), "wire/cut");
                ObjectStore direct = S3Fixture.open(server(), server().endpoint(), "wire/cut")) {
            direct.put("old", Bodies.text("old"), ObjectHeaders.MUTABLE_TEXT);
            Body body = Body.of(Bodies.random(SIZE, 2));
            for (long at : List.of(100L, 100_000L, SIZE / 2L, SIZE - 1L)) {
                proxy.cutAfter(at);
                assertThatExceptionOfType(StoreUnavailable.class)
                        .isThrownBy(() -> cut.put("new", body, ObjectHeaders.IMMUTABLE_BINARY));
                proxy.cutAfter(at);
                assertThatExceptionOfType(StoreUnavailable.class)
                        .isThrownBy(() -> cut.put("old", body, ObjectHeaders.IMMUTABLE_BINARY));
            }
            assertThat(direct.stat("new")).isEmpty();
            assertThat(direct.get("old", 100).orElseThrow().bytes()).asString().isEqualTo("old");
            cut.put("new", body, ObjectHeaders.IMMUTABLE_BINARY);
            assertThat(Digest.of(direct.get("new", SIZE).orElseThrow().bytes())).isEqualTo(body.sha256());
        }
    }

    @Test
    default void aConditionalWriteWhoseAnswerWasLostIsRecognised() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(server().endpoint());
                ObjectStore store = RetryingStore.of(S3Fixture.open(server(), proxy.endpoint(), "wire/lost"))) {
            proxy.loseNextAnswer();
            assertThat(store.putIfAbsent("t", Bodies.text("mine"), ObjectHeaders.MUTABLE_JSON))
                    .isEqualTo(new PutResult.Stored(
                            store.get("t", 100).orElseThrow().revision()));
            assertThat(proxy.requestHeads().stream().filter(head -> head.startsWith("PUT")))
                    .hasSize(1);
        }
    }

    @Test
    default void wrongCredentialsAreFatalAndNoSecretIsPrinted() throws Exception {
        Map<String, String> environment =
                Map.of("AWS_ACCESS_KEY_ID", S3Server.ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", "hunter2-hunter2");
        try (ObjectStore store = open(environment, S3Fixture.BUCKET)) {
            assertThatExceptionOfType(AccessDenied.class)
                    .isThrownBy(() -> store.get("t", 100))
                    .satisfies(e -> {
                        assertThat(e.where().httpStatus()).hasValue(403);
                        assertThat(e.retryable()).isFalse();
                        assertThat(e.toString()).contains("AWS_ACCESS_KEY_ID").doesNotContain("hunter2");
                    });
        }
    }

    @Test
    default void aMissingBucketIsNamed() throws Exception {
        try (ObjectStore store = open(server().environment(), "no-such-bucket")) {
            assertThatExceptionOfType(StoreMissing.class).isThrownBy(() -> store.get("t", 100));
            assertThatExceptionOfType(StoreMissing.class)
                    .isThrownBy(() -> store.put("t", Bodies.text("x"), ObjectHeaders.MUTABLE_TEXT))
                    .withMessageContaining("s3://no-such-bucket/");
        }
    }

    private ObjectStore open(Map<String, String> environment, String bucket) throws StoreException {
        return new S3StoreProvider()
                .open(
                        StoreUrl.parse(S3Server.url(server().endpoint(), bucket, "")),
                        new StoreContext(environment, "freshet/test"));
    }
}
