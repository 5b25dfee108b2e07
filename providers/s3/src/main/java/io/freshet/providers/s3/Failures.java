package io.freshet.providers.s3;

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
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** What the SDK says, in the words of the contract: the only place that knows codes of S3. */
final class Failures {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_IMPLEMENTED = 501;

    private Failures() {}

    static StoreException translate(SdkException failure, Where where) {
        return failure instanceof AwsServiceException answer ? ofAnswer(answer, where) : withoutAnswer(failure, where);
    }

    /** Like {@link #translate}, of a write with a condition. */
    static StoreException translateCondition(AwsServiceException answer, Where where) {
        StoreException translated = translate(answer, where);
        return answer.statusCode() == NOT_IMPLEMENTED || refusesHeader(answer)
                ? new ConditionUnsupported(words(answer), translated.where(), answer)
                : translated;
    }

    /** Some servers call a header that they do not know a wrong argument. */
    private static boolean refusesHeader(AwsServiceException answer) {
        return answer.statusCode() == BAD_REQUEST
                && Set.of("NotImplemented", "InvalidArgument", "InvalidRequest").contains(code(answer));
    }

    /** An answer that began well and then broke off. */
    static StoreException brokenOff(IOException failure, Where where) {
        return isInterrupt(failure)
                ? new StoreInterrupted(where, failure)
                : new StoreUnavailable("the answer broke off: " + failure.getMessage(), where, failure);
    }

    /** The code of an answer, such as {@code NoSuchKey}; empty where the answer had no body (to a HEAD). */
    static String code(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        return details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
    }

    private static StoreException ofAnswer(AwsServiceException answer, Where place) {
        Where where = place.answered(answer.statusCode(), Optional.ofNullable(answer.requestId()));
        String words = words(answer);
        return switch (code(answer)) {
            case "NoSuchBucket" ->
                new StoreMissing(
                        "there is no such bucket",
                        where,
                        "create it, or check the bucket and endpoint in the URL",
                        answer);
            case "NoSuchKey" -> new ObjectMissing(where);
            case "BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch" ->
                new DigestRefused(where, answer);
            case "IncompleteBody", "RequestTimeout", "ConditionalRequestConflict", "OperationAborted" ->
                new StoreUnavailable(words, where, answer);
            case "NotImplemented" ->
                new RequestRefused(words, where, "this server lacks a part of S3 that Freshet needs", answer);
            case "ExpiredToken", "InvalidToken", "TokenRefreshRequired" ->
                new AccessDenied(
                        words, where, "get new temporary credentials, then run the same command again", answer);
            case "RequestTimeTooSkewed" ->
                new AccessDenied(words, where, "set the clock of this machine (time synchronisation)", answer);
            case "AuthorizationHeaderMalformed", "PermanentRedirect", "TemporaryRedirect" ->
                new RequestRefused(words, where, "give the bucket's own region: ?region=… or AWS_REGION", answer);
            default -> ofStatus(answer, words, where);
        };
    }

    private static StoreException ofStatus(AwsServiceException answer, String words, Where where) {
        int status = answer.statusCode();
        return switch (status) {
            case 401, 403 ->
                new AccessDenied(
                        words,
                        where,
                        "check the access key (AWS_ACCESS_KEY_ID, AWS_PROFILE) and that it may list, read, write and"
                                + " delete in this bucket",
                        answer);
            case 404 -> new ObjectMissing(where);
            case 408, 429 -> new StoreUnavailable(words, where, retryAfter(answer), answer);
            default ->
                status >= 500 && status != NOT_IMPLEMENTED
                        ? new StoreUnavailable(words, where, retryAfter(answer), answer)
                        : new RequestRefused(
                                words, where, "look up the store's words; its log knows the request", answer);
        };
    }

    private static StoreException withoutAnswer(SdkException failure, Where where) {
        if (failure instanceof AbortedException || isInterrupt(failure)) {
            return new StoreInterrupted(where, failure);
        }
        String words = Objects.requireNonNullElse(failure.getMessage(), "no answer");
        if (words.contains("Unable to load credentials")) {
            return new AccessDenied(
                    "no credentials were found",
                    where,
                    "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile: ?profile=… or AWS_PROFILE",
                    failure);
        }
        if (words.contains("Unable to load region")) {
            return new RequestRefused("the region isn't known", where, "give it: ?region=… or AWS_REGION", failure);
        }
        if (caused(failure, SSLHandshakeException.class)) {
            return new RequestRefused(
                    words, where, "check the endpoint's certificate, and that this Java trusts its issuer", failure);
        }
        return new StoreUnavailable(words, where, failure);
    }

    private static boolean isInterrupt(Throwable failure) {
        return Thread.currentThread().isInterrupted()
                || caused(failure, InterruptedException.class)
                || (caused(failure, InterruptedIOException.class) && !caused(failure, SocketTimeoutException.class));
    }

    private static boolean caused(Throwable failure, Class<? extends Throwable> kind) {
        for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
            if (kind.isInstance(at)) {
                return true;
            }
        }
        return false;
    }

    /** The store's code and message, without the SDK's additions. */
    private static String words(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String message = details == null ? null : details.errorMessage();
        String text = (code(answer) + ": " + Objects.requireNonNullElse(message, "")).strip();
        return text.equals(":") ? "the store refused" : "the store says " + text;
    }

    private static Optional<Duration> retryAfter(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        if (details == null || details.sdkHttpResponse() == null) {
            return Optional.empty();
        }
        return details.sdkHttpResponse()
                .firstMatchingHeader("Retry-After")
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }
}
