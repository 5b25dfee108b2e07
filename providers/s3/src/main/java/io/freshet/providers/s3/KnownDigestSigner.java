package io.freshet.providers.s3;

import io.freshet.core.Digest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Signs requests that bring the SHA-256 of their payload along, in {@code x-amz-content-sha256}. The SDK's signer, which
 * signs all others, can't: it would read and hash the whole payload a second time.
 *
 * <p>AWS Signature Version 4 for S3, "Signature Calculations for the Authorization Header: Transferring Payload in a Single
 * Chunk". The path is encoded once and not normalised.
 */
final class KnownDigestSigner implements AwsV4HttpSigner {
    /** The digest of the payload, in hexadecimal digits: what a request brings along, and what is signed. */
    static final String DIGEST_HEADER = "x-amz-content-sha256";

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final AwsV4HttpSigner others;

    KnownDigestSigner(AwsV4HttpSigner others) {
        this.others = others;
    }

    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
        if (request.request().firstMatchingHeader(DIGEST_HEADER).isEmpty()) {
            return others.sign(request);
        }
        Clock clock = Objects.requireNonNullElse(request.property(HttpSigner.SIGNING_CLOCK), Clock.systemUTC());
        SignedRequest.Builder signed = SignedRequest.builder()
                .request(signed(
                        request.request(),
                        request.identity(),
                        request.requireProperty(AwsV4HttpSigner.REGION_NAME),
                        request.requireProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME),
                        clock.instant()));
        request.payload().ifPresent(signed::payload);
        return signed.build();
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
        return others.signAsync(request);
    }

    static SdkHttpRequest signed(
            SdkHttpRequest request, AwsCredentialsIdentity identity, String region, String service, Instant now) {
        String time = TIME.format(now);
        String date = time.substring(0, 8);
        SdkHttpRequest.Builder result =
                request.toBuilder().putHeader("Host", host(request)).putHeader("X-Amz-Date", time);
        if (identity instanceof AwsSessionCredentialsIdentity session) {
            result.putHeader("X-Amz-Security-Token", session.sessionToken());
        }
        Map<String, String> headers = signedHeaders(result);
        String names = String.join(";", headers.keySet());
        String scope = date + "/" + region + "/" + service + "/aws4_request";
        String canonical = canonical(request, headers, names);
        String toSign =
                ALGORITHM + "\n" + time + "\n" + scope + "\n" + Digest.of(canonical.getBytes(StandardCharsets.UTF_8));
        byte[] key = ("AWS4" + identity.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(date, region, service, "aws4_request")) {
            key = hmac(key, part);
        }
        return result.putHeader(
                        "Authorization",
                        ALGORITHM + " Credential=" + identity.accessKeyId() + "/" + scope + ", SignedHeaders=" + names
                                + ", Signature=" + HexFormat.of().formatHex(hmac(key, toSign)))
                .build();
    }

    private static String canonical(SdkHttpRequest request, Map<String, String> headers, String names) {
        String path = request.encodedPath();
        String query = request.rawQueryParameters().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(value -> SdkHttpUtils.urlEncode(entry.getKey()) + "="
                                + SdkHttpUtils.urlEncode(Objects.requireNonNullElse(value, ""))))
                .sorted()
                .collect(Collectors.joining("&"));
        String lines = headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method().name(),
                path.isEmpty() ? "/" : path,
                query,
                lines,
                names,
                Objects.requireNonNull(headers.get(DIGEST_HEADER)));
    }

    /** Everything that says what is written, where, and on which condition; nothing that a proxy may change. */
    private static Map<String, String> signedHeaders(SdkHttpRequest.Builder request) {
        Map<String, String> signed = new TreeMap<>();
        request.headers().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("x-amz-")
                    || List.of("host", "content-type", "if-match", "if-none-match")
                            .contains(lower)) {
                signed.put(lower, values.stream().map(String::strip).collect(Collectors.joining(",")));
            }
        });
        return signed;
    }

    private static String host(SdkHttpRequest request) {
        return SdkHttpUtils.isUsingStandardPort(request.protocol(), request.port())
                ? request.host()
                : request.host() + ":" + request.port();
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", e);
        }
    }
}
