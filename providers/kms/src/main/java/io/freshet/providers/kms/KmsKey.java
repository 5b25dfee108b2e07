package io.freshet.providers.kms;

import io.freshet.core.Digest;
import io.freshet.core.trust.EcdsaKey;
import io.freshet.core.trust.Ed25519Key;
import io.freshet.core.trust.KeyElsewhere;
import io.freshet.core.trust.PublicKeyFile;
import io.freshet.core.trust.RsaKey;
import io.freshet.core.trust.SignerContext;
import io.freshet.core.trust.SignerException;
import io.freshet.core.trust.VerifyingKey;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * A private key with KMS. Each use is a client of its own, so that nothing has to be closed when all is signed; a
 * publication signs some four times. The SDK repeats what was throttled: no other retries are around it.
 */
final class KmsKey implements KeyElsewhere {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration NO_PROGRESS = Duration.ofSeconds(30);

    private final KmsUri uri;
    private final SignerContext context;

    KmsKey(KmsUri uri, SignerContext context) {
        this.uri = uri;
        this.context = context;
    }

    private <T> T ask(Function<KmsClient, T> question) throws IOException {
        try (KmsClient client = client()) {
            return question.apply(client);
        } catch (SdkException e) {
            throw Failures.translate(uri, e);
        }
    }

    private KmsClient client() {
        DefaultCredentialsProvider.Builder credentials = DefaultCredentialsProvider.builder();
        uri.profile().ifPresent(credentials::profileName);
        KmsClientBuilder builder = KmsClient.builder()
                .httpClientBuilder(
                        Apache5HttpClient.builder().connectionTimeout(CONNECT).socketTimeout(NO_PROGRESS))
                .credentialsProvider(credentials.build())
                .overrideConfiguration(settings -> {
                    // Three attempts in all.
                    settings.retryStrategy(AwsRetryStrategy.standardRetryStrategy());
                    settings.putHeader("User-Agent", context.userAgent());
                    uri.profile().ifPresent(settings::defaultProfileName);
                });
        uri.endpoint().ifPresent(builder::endpointOverride);
        uri.region().ifPresent(region -> builder.region(Region.of(region)));
        return builder.build();
    }

    @Override
    public VerifyingKey publicKey() throws IOException {
        byte[] info = ask(client -> client.getPublicKey(request -> request.keyId(uri.key())))
                .publicKey()
                .asByteArray();
        try {
            VerifyingKey key = PublicKeyFile.ofInfo(info);
            algorithm(key);
            return key;
        } catch (IllegalArgumentException e) {
            throw otherType(String.valueOf(e.getMessage()));
        }
    }

    /** Signs by the scheme of {@code publicKey}: the digest is made here, as KMS takes no longer message than 4096 bytes. */
    @Override
    public byte[] sign(VerifyingKey publicKey, byte[] message) throws IOException {
        SigningAlgorithmSpec algorithm = algorithm(publicKey);
        SdkBytes digest = SdkBytes.fromByteArray(Digest.of(message).bytes());
        return ask(client -> client.sign(request -> request.keyId(uri.key())
                        .messageType(MessageType.DIGEST)
                        .message(digest)
                        .signingAlgorithm(algorithm)))
                .signature()
                .asByteArray();
    }

    private SigningAlgorithmSpec algorithm(VerifyingKey key) throws SignerException {
        return switch (key) {
            case EcdsaKey _ -> SigningAlgorithmSpec.ECDSA_SHA_256;
            case RsaKey _ -> SigningAlgorithmSpec.RSASSA_PSS_SHA_256;
            case Ed25519Key _ -> throw otherType("Ed25519 of KMS signs no message above 4096 bytes");
        };
    }

    private SignerException otherType(String why) {
        return new SignerException.NotFound(
                uri.text(),
                "the key is of a type that signs nothing here: " + why,
                "make one of ECC_NIST_P256 or RSA_3072, for SIGN_VERIFY",
                null);
    }
}
