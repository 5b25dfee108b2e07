package io.freshet.providers.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.Digest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Against the SDK's own signer, which reads the payload itself. */
class KnownDigestSignerTest {
    private static final byte[] PAYLOAD = "Welcome to Amazon S3.".getBytes(StandardCharsets.UTF_8);
    private static final AwsCredentialsIdentity KEYS = AwsBasicCredentials.create("AKID", "not-a-secret");

    private final AwsV4HttpSigner theirs = AwsV4HttpSigner.create();
    private final AwsV4HttpSigner ours = new KnownDigestSigner(theirs);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acme.s3.eu-central-1.amazonaws.com/packs/ab/x.bin",
                "http://127.0.0.1:9000/acme/base/x",
                "https://s3.example:443/acme/dt%3D2026/a%2Bb",
                "https://s3.example/acme/x?x-id=PutObject&partNumber=10&empty=",
                "http://s3.example/"
            })
    void signsAsTheSdkDoes(String url) {
        assertThat(authorization(ours, url, true, KEYS)).isEqualTo(authorization(theirs, url, false, KEYS));
    }

    @Test
    void signsWithTemporaryCredentials() {
        AwsCredentialsIdentity session = AwsSessionCredentials.create("AKID", "not-a-secret", "a/token==");
        String url = "https://acme.s3.eu-central-1.amazonaws.com/x";
        assertThat(authorization(ours, url, true, session)).isEqualTo(authorization(theirs, url, false, session));
    }

    @Test
    void leavesRequestsWithoutADigestToTheSdk() {
        String url = "https://s3.example/acme/x";
        assertThat(authorization(ours, url, false, KEYS)).isEqualTo(authorization(theirs, url, false, KEYS));
    }

    private static String authorization(
            HttpSigner<AwsCredentialsIdentity> signer, String url, boolean digestKnown, AwsCredentialsIdentity keys) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .uri(URI.create(url))
                .method(SdkHttpMethod.PUT)
                .putHeader("Content-Type", "application/octet-stream")
                .putHeader("If-None-Match", "*")
                .putHeader("x-amz-checksum-sha256", "  spaces around  ");
        if (digestKnown) {
            request.putHeader(
                    KnownDigestSigner.DIGEST_HEADER, Digest.of(PAYLOAD).toString());
        }
        SignRequest<AwsCredentialsIdentity> toSign = SignRequest.builder(keys)
                .request(request.build())
                .payload(ContentStreamProvider.fromByteArray(PAYLOAD))
                .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                .putProperty(
                        HttpSigner.SIGNING_CLOCK, Clock.fixed(Instant.parse("2026-11-22T10:11:12Z"), ZoneOffset.UTC))
                .build();
        SdkHttpRequest signed = signer.sign(toSign).request();
        return signed.firstMatchingHeader("Authorization").orElseThrow();
    }
}
