package io.freshet.providers.kms;

import io.freshet.core.trust.SignerException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** What the SDK says, in the words of who holds the key: the only place that knows codes of KMS. */
final class Failures {

    private Failures() {}

    static IOException translate(KmsUri uri, SdkException failure) {
        return failure instanceof AwsServiceException answer ? ofAnswer(uri, answer) : withoutAnswer(uri, failure);
    }

    private static SignerException ofAnswer(KmsUri uri, AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String code = details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
        String message = details == null ? "" : Objects.requireNonNullElse(details.errorMessage(), "");
        String words = "KMS says " + (code + ": " + message).strip() + ", HTTP " + answer.statusCode() + ", request "
                + answer.requestId();
        return switch (code) {
            case "NotFoundException" ->
                new SignerException.NotFound(
                        uri.text(), words, "correct the key in the URI, its account or its region", answer);
            case "DisabledException", "KMSInvalidStateException" ->
                new SignerException.Denied(
                        uri.text(), words, "enable the key, or cancel its deletion: aws kms describe-key", answer);
            case "InvalidKeyUsageException", "UnsupportedOperationException", "ValidationException" ->
                new SignerException.NotFound(
                        uri.text(), words, "make a key of ECC_NIST_P256 or RSA_3072, for SIGN_VERIFY", answer);
            case "AccessDeniedException" ->
                new SignerException.Denied(
                        uri.text(), words, "it takes the rights kms:GetPublicKey and kms:Sign on the key", answer);
            case "ExpiredTokenException", "UnrecognizedClientException", "InvalidSignatureException" ->
                new SignerException.Denied(
                        uri.text(), words, "get new credentials (AWS_ACCESS_KEY_ID, AWS_PROFILE)", answer);
            default ->
                answer.statusCode() >= 500 || answer.isThrottlingException()
                        ? new SignerException.Unreachable(uri.text(), words, "try again later", answer)
                        : new SignerException.Denied(uri.text(), words, "look up these words", answer);
        };
    }

    private static IOException withoutAnswer(KmsUri uri, SdkException failure) {
        if (failure instanceof AbortedException || Thread.currentThread().isInterrupted()) {
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while KMS was asked");
            interrupted.initCause(failure);
            return interrupted;
        }
        String words = Objects.requireNonNullElse(failure.getMessage(), "no answer");
        if (words.contains("Unable to load credentials")) {
            return new SignerException.Denied(
                    uri.text(),
                    "no credentials were found",
                    "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile: ?profile=… or AWS_PROFILE",
                    failure);
        }
        if (words.contains("Unable to load region")) {
            return new SignerException.Invalid(
                    uri.text(), "the region isn't known", "give it: ?region=… or AWS_REGION");
        }
        return new SignerException.Unreachable(uri.text(), words, "look at the network, and try again", failure);
    }
}
