package io.freshet.providers.kms;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.trust.SignerException;
import java.io.InterruptedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kms.model.KmsException;

class FailuresTest {

    private static final String URI = "awskms:///alias/freshet";

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, Unreachable, try again later",
        "400, RequestLimitExceeded, Unreachable, try again later",
        "500, KMSInternalException, Unreachable, try again later",
        "503, DependencyTimeoutException, Unreachable, try again later",
        "400, AccessDeniedException, Denied, kms:Sign",
        "400, KMSInvalidStateException, Denied, enable the key",
        "400, DisabledException, Denied, enable the key",
        "400, ExpiredTokenException, Denied, new credentials",
        "400, UnrecognizedClientException, Denied, new credentials",
        "400, InvalidKeyUsageException, NotFound, SIGN_VERIFY",
        "400, NotFoundException, NotFound, correct the key",
        "400, SomethingNew, Denied, look up"
    })
    void anAnswerSaysWhatToDo(int status, String code, String kind, String advice) throws Exception {
        KmsException answer = (KmsException) KmsException.builder()
                .statusCode(status)
                .requestId("4f")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("words")
                        .build())
                .build();
        assertThat(Failures.translate(KmsUri.parse(URI), answer))
                .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(kind))
                .hasMessageStartingWith(URI + ": KMS says " + code + ": words, HTTP " + status + ", request 4f; ")
                .hasMessageContaining(advice);
    }

    @Test
    void noAnswerSaysWhatToDo() throws Exception {
        KmsUri uri = KmsUri.parse(URI);
        assertThat(Failures.translate(uri, SdkClientException.create("Unable to load credentials from any provider")))
                .isInstanceOf(SignerException.Denied.class)
                .hasMessageContaining("AWS_PROFILE");
        assertThat(Failures.translate(uri, SdkClientException.create("Unable to load region from any provider")))
                .isInstanceOf(SignerException.Invalid.class)
                .hasMessageContaining("AWS_REGION");
        assertThat(Failures.translate(uri, SdkClientException.create("connection refused")))
                .isInstanceOf(SignerException.Unreachable.class);
        assertThat(Failures.translate(uri, AbortedException.create("aborted")))
                .isInstanceOf(InterruptedIOException.class);
    }
}
