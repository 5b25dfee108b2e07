package io.freshet.providers.s3;

import io.freshet.core.proxy.Proxies;
import io.freshet.providers.api.InvalidStoreUrl;
import io.freshet.providers.api.StoreContext;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.Where;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Configures the SDK: no retries (one wrapper owns them), no checksums of its own, one HTTP client. */
final class Clients {
    private static final URI AMAZON = URI.create("https://s3.amazonaws.com");
    private static final int CONNECTIONS = 64;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration NO_PROGRESS = Duration.ofSeconds(60);

    private Clients() {}

    static S3Client open(String url, S3Location location, StoreContext context) throws StoreException {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(CONNECTIONS)
                        .connectionTimeout(CONNECT)
                        .socketTimeout(NO_PROGRESS)
                        .tcpKeepAlive(true)
                        .proxyConfiguration(proxy(url, location, context))
                        .connectionAcquisitionTimeout(NO_PROGRESS))
                .credentialsProvider(credentials(location.profile(), context))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .forcePathStyle(location.pathStyle())
                .putAuthScheme(new KnownDigestAuthScheme())
                .overrideConfiguration(settings -> {
                    settings.retryStrategy(AwsRetryStrategy.doNotRetry()).putHeader("User-Agent", context.userAgent());
                    // Where the region is looked up, if nothing else says it.
                    location.profile()
                            .or(() -> context.variable("AWS_PROFILE"))
                            .ifPresent(settings::defaultProfileName);
                });
        location.endpoint().ifPresent(builder::endpointOverride);
        location.region().ifPresent(region -> builder.region(Region.of(region)));
        try {
            return builder.build();
        } catch (SdkException e) {
            throw Failures.translate(e, Where.store(url));
        }
    }

    /** As for mirrors: the SDK reads the same variables, but knows fewer forms of NO_PROXY. */
    private static ProxyConfiguration proxy(String url, S3Location location, StoreContext context)
            throws InvalidStoreUrl {
        URI service = location.endpoint().orElse(AMAZON);
        Optional<URI> proxy;
        try {
            proxy = Proxies.of(context.environment())
                    .to(service.getScheme(), service.getHost(), Proxies.port(service.getScheme(), service.getPort()));
        } catch (IllegalArgumentException e) {
            throw new InvalidStoreUrl("no way to it: " + e.getMessage(), url, "correct or unset that variable", null);
        }
        ProxyConfiguration.Builder configuration = ProxyConfiguration.builder()
                .useEnvironmentVariableValues(false)
                .useSystemPropertyValues(proxy.isEmpty());
        proxy.ifPresent(to -> {
            configuration.endpoint(URI.create(to.getScheme() + "://" + to.getHost() + ":" + Proxies.port(to)));
            Proxies.user(to).ifPresent(user -> configuration.username(user).password(Proxies.password(to)));
        });
        return configuration.build();
    }

    /**
     * Of the profile that the URL names; else the environment's keys if they are there, as the SDK's own chain would, but
     * of the environment that was given; else what the chain finds.
     */
    static AwsCredentialsProvider credentials(Optional<String> profile, StoreContext context) {
        if (profile.isPresent()) {
            return ProfileCredentialsProvider.create(profile.get());
        }
        Optional<String> id = context.variable("AWS_ACCESS_KEY_ID");
        Optional<String> secret = context.variable("AWS_SECRET_ACCESS_KEY");
        if (id.isPresent() && secret.isPresent()) {
            return StaticCredentialsProvider.create(context.variable("AWS_SESSION_TOKEN")
                    .<AwsCredentials>map(token -> AwsSessionCredentials.create(id.get(), secret.get(), token))
                    .orElseGet(() -> AwsBasicCredentials.create(id.get(), secret.get())));
        }
        DefaultCredentialsProvider.Builder chain = DefaultCredentialsProvider.builder();
        context.variable("AWS_PROFILE").ifPresent(chain::profileName);
        return chain.build();
    }
}
