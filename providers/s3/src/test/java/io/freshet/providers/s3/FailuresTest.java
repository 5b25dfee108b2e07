package io.freshet.providers.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.providers.api.AccessDenied;
import io.freshet.providers.api.ConditionUnsupported;
import io.freshet.providers.api.DigestRefused;
import io.freshet.providers.api.ObjectMissing;
import io.freshet.providers.api.RequestRefused;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreInterrupted;
import io.freshet.providers.api.StoreMissing;
import io.freshet.providers.api.StoreUnavailable;
import io.freshet.providers.api.Where;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class FailuresTest {
    private static final Where WHERE = Where.object("s3://acme/base", "packs/ab/x.bin");

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(400, "BadDigest", DigestRefused.class, true),
                Arguments.of(400, "XAmzContentSHA256Mismatch", DigestRefused.class, true),
                Arguments.of(400, "IncompleteBody", StoreUnavailable.class, true),
                Arguments.of(400, "RequestTimeout", StoreUnavailable.class, true),
                Arguments.of(400, "AuthorizationHeaderMalformed", RequestRefused.class, false),
                Arguments.of(400, "InvalidArgument", RequestRefused.class, false),
                Arguments.of(400, "ExpiredToken", AccessDenied.class, false),
                Arguments.of(401, "Unauthorized", AccessDenied.class, false),
                Arguments.of(403, "SignatureDoesNotMatch", AccessDenied.class, false),
                Arguments.of(403, "RequestTimeTooSkewed", AccessDenied.class, false),
                Arguments.of(404, "NoSuchKey", ObjectMissing.class, false),
                Arguments.of(404, "NoSuchBucket", StoreMissing.class, false),
                Arguments.of(408, "", StoreUnavailable.class, true),
                Arguments.of(409, "ConditionalRequestConflict", StoreUnavailable.class, true),
                Arguments.of(429, "TooManyRequests", StoreUnavailable.class, true),
                Arguments.of(500, "InternalError", StoreUnavailable.class, true),
                Arguments.of(501, "NotImplemented", RequestRefused.class, false),
                Arguments.of(503, "SlowDown", StoreUnavailable.class, true));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerIsRetryableOrFatal(int status, String code, Class<? extends StoreException> kind, boolean retryable) {
        StoreException e = Failures.translate(answer(status, code, Map.of()), WHERE);
        assertThat(e).isInstanceOf(kind);
        assertThat(e.retryable()).isEqualTo(retryable);
        assertThat(e.where().httpStatus()).hasValue(status);
        assertThat(e.where().requestId()).contains("4442587FB7D0A2F9");
        assertThat(e).hasMessageContainingAll("packs/ab/x.bin", "HTTP " + status, "4442587FB7D0A2F9", e.whatToDo());
    }

    @Test
    void aStoreWithoutConditionsIsNamedSo() {
        assertThat(Failures.translateCondition(answer(501, "NotImplemented", Map.of()), WHERE))
                .isInstanceOf(ConditionUnsupported.class)
                .hasMessageContaining("follower");
        assertThat(Failures.translateCondition(answer(400, "InvalidArgument", Map.of()), WHERE))
                .isInstanceOf(ConditionUnsupported.class);
        assertThat(Failures.translateCondition(answer(400, "AuthorizationHeaderMalformed", Map.of()), WHERE))
                .isNotInstanceOf(ConditionUnsupported.class);
        assertThat(Failures.translateCondition(answer(503, "SlowDown", Map.of()), WHERE))
                .isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void theStoreMaySayWhenToComeBack() {
        StoreException e = Failures.translate(answer(503, "SlowDown", Map.of("Retry-After", "7")), WHERE);
        assertThat(((StoreUnavailable) e).retryAfter()).contains(Duration.ofSeconds(7));
        StoreException date = Failures.translate(
                answer(503, "SlowDown", Map.of("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT")), WHERE);
        assertThat(((StoreUnavailable) date).retryAfter()).isEmpty();
    }

    @Test
    void whatNeverGotAnAnswerIsTakenByItsCause() {
        assertThat(Failures.translate(
                        SdkClientException.create("x", new SocketTimeoutException("Read timed out")), WHERE))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(Failures.translate(SdkClientException.create("x", new SSLHandshakeException("PKIX")), WHERE))
                .isInstanceOf(RequestRefused.class)
                .hasMessageContaining("certificate");
        assertThat(Failures.translate(SdkClientException.create("Unable to load credentials from any of …"), WHERE))
                .isInstanceOf(AccessDenied.class)
                .hasMessageContaining("AWS_ACCESS_KEY_ID");
        assertThat(Failures.translate(AbortedException.create("interrupted"), WHERE))
                .isInstanceOf(StoreInterrupted.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static AwsServiceException answer(int status, String code, Map<String, String> headers) {
        SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(status);
        headers.forEach(response::putHeader);
        return S3Exception.builder()
                .statusCode(status)
                .requestId("4442587FB7D0A2F9")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("as the store says it")
                        .sdkHttpResponse(response.build())
                        .build())
                .build();
    }
}
