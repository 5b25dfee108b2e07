package io.freshet.providers.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.providers.api.InvalidStoreUrl;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoreContext;
import io.freshet.providers.api.StoreUrl;
import io.freshet.providers.api.Stores;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;

class S3LocationTest {

    @ParameterizedTest
    @CsvSource({
        "s3://acme, acme, ''",
        "s3://acme/, acme, ''",
        "s3://acme/base, acme, base/",
        "s3://acme/base/x/, acme, base/x/",
        "s3://acme.example/dt=2026/a+b, acme.example, dt=2026/a+b/"
    })
    void bucketAndPrefixComeFromThePath(String url, String bucket, String prefix) throws Exception {
        S3Location location = of(url, Map.of());
        assertThat(location.bucket()).isEqualTo(bucket);
        assertThat(location.prefix()).isEqualTo(prefix);
    }

    @Test
    void amazonsOwnServiceIsLeftToTheSdk() throws Exception {
        S3Location location = of("s3://acme/base", Map.of());
        assertThat(location)
                .isEqualTo(
                        new S3Location("acme", "base/", Optional.empty(), Optional.empty(), false, Optional.empty()));
    }

    @Test
    void theUsualEnvironmentCounts() throws Exception {
        S3Location location = of(
                "s3://acme",
                Map.of(
                        "AWS_ENDPOINT_URL", "http://general",
                        "AWS_ENDPOINT_URL_S3", "http://s3.local:9000",
                        "AWS_DEFAULT_REGION", "eu-west-1",
                        "AWS_PROFILE", "ops"));
        assertThat(location.endpoint()).contains(URI.create("http://s3.local:9000"));
        assertThat(location.region()).contains("eu-west-1");
        assertThat(location.profile()).isEmpty();
        assertThat(location.pathStyle()).isTrue();
        assertThat(of("s3://acme", Map.of("AWS_ENDPOINT_URL", "https://general"))
                        .endpoint())
                .contains(URI.create("https://general"));
    }

    @Test
    void theUrlWinsOverTheEnvironment() throws Exception {
        S3Location location = of(
                "s3://acme?endpoint=https://r2.example&region=auto&path-style=false&profile=mine",
                Map.of("AWS_ENDPOINT_URL_S3", "http://other", "AWS_REGION", "eu-west-1", "AWS_PROFILE", "ops"));
        assertThat(location.endpoint()).contains(URI.create("https://r2.example"));
        assertThat(location.region()).contains("auto");
        assertThat(location.profile()).contains("mine");
        assertThat(location.pathStyle()).isFalse();
    }

    @Test
    void aProfileThatTheUrlNamesWinsOverKeysInTheEnvironment() {
        StoreContext keys = new StoreContext(
                Map.of("AWS_ACCESS_KEY_ID", "AKIA", "AWS_SECRET_ACCESS_KEY", "hunter2", "AWS_PROFILE", "ops"),
                "freshet/test");
        assertThat(Clients.credentials(Optional.of("mine"), keys))
                .isInstanceOf(ProfileCredentialsProvider.class)
                .asString()
                .contains("profileName=mine");
        assertThat(Clients.credentials(Optional.empty(), keys)
                        .resolveCredentials()
                        .accessKeyId())
                .isEqualTo("AKIA");
    }

    @Test
    void aServerOfOnesOwnHasARegionByDefault() throws Exception {
        assertThat(of("s3://acme?endpoint=http://127.0.0.1:9000", Map.of()).region())
                .contains("us-east-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3:/acme",
                "s3://",
                "s3://a",
                "s3://acme//x",
                "s3://acme/../x",
                "s3://acme/with%20space",
                "s3://acme?regoin=x",
                "s3://acme?path-style=yes",
                "s3://acme?endpoint=s3.example.com",
                "s3://acme?endpoint=ftp://s3.example.com",
                "s3://acme?endpoint=%20"
            })
    void whatCantBeMeantIsRefused(String url) {
        assertThatExceptionOfType(InvalidStoreUrl.class).isThrownBy(() -> of(url, Map.of()));
    }

    @Test
    void theSchemeIsFoundAndOpeningAsksNothingOfTheNetwork() throws Exception {
        Stores stores = Stores.load(getClass().getClassLoader(), new StoreContext(Map.of(), "freshet/test"));
        try (ObjectStore store = stores.open("s3://acme/base?endpoint=http://127.0.0.1:1")) {
            assertThat(store.url()).isEqualTo("s3://acme/base?endpoint=http://127.0.0.1:1");
            assertThat(store.capabilities().canBeAuthority()).isTrue();
        }
    }

    private static S3Location of(String url, Map<String, String> environment) throws InvalidStoreUrl {
        return S3Location.of(StoreUrl.parse(url), new StoreContext(environment, "freshet/test"));
    }
}
