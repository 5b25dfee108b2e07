package io.freshet.providers.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreUrlTest {

    @ParameterizedTest
    @CsvSource({
        "s3://acme/base/x, s3, acme, /base/x",
        "S3://acme, s3, acme, ''",
        "file:/srv/repo, file, '', /srv/repo",
        "file:///srv/my%20repo, file, '', /srv/my repo",
        "file:relative/a+b, file, '', relative/a+b",
        "/srv/50% done, file, '', /srv/50% done",
        "./repo, file, '', ./repo",
        "C:/repo, file, '', C:/repo",
        "gs://b/p%3Fq, gs, b, /p?q"
    })
    void takesUrlsAndPathsApart(String text, String scheme, String authority, String path) throws Exception {
        StoreUrl url = StoreUrl.parse(text);
        assertThat(url.scheme()).isEqualTo(scheme);
        assertThat(url.authority()).isEqualTo(authority);
        assertThat(url.path()).isEqualTo(path);
        assertThat(url).hasToString(text);
    }

    @Test
    void decodesParametersAndLetsThemWinOverSettings() throws Exception {
        StoreUrl url = StoreUrl.parse("s3://b/p?endpoint=http%3A%2F%2Fh:1&region=r")
                .withSettings(Map.of("region", "other", "path-style", "true"));
        assertThat(url.parameters()).isEqualTo(Map.of("endpoint", "http://h:1", "region", "r", "path-style", "true"));
        assertThat(url.parameter("profile")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://b?secret-access-key=hunter2",
                "s3://b?aws_session_token=hunter2",
                "s3://AKIA:hunter2@b/p",
                "s3://hunter2@b",
                "s3://AKIA:x@hunter2@b/p",
                "s3://AKIA:x/hunter2@b/p",
                "s3://AKIA:hunter2/p",
                "s3://b?endpoint=u:hunter2@host",
                "s3://b?endpoint=https://u:hunter2@host",
                "s3://b?X-Amz-Signature=hunter2"
            })
    void refusesSecretsWithoutRepeatingThem(String text) {
        assertThatThrownBy(() -> StoreUrl.parse(text))
                .isInstanceOf(InvalidStoreUrl.class)
                .message()
                .doesNotContain("hunter2")
                .contains("credentials");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s3://b?x", "s3://b?=1", "s3://b?a=1&a=2", "s3://b?a=%zz", "file:/a%2"})
    void refusesWhatItCantUnderstand(String text) {
        assertThatThrownBy(() -> StoreUrl.parse(text)).isInstanceOf(InvalidStoreUrl.class);
    }

    @Test
    void saysWhichSchemesAreKnown() {
        Stores stores = new Stores(List.of(), new StoreContext(Map.of("K", "hunter2"), "freshet/1"));
        assertThatThrownBy(() -> stores.open("gs://b"))
                .isInstanceOf(InvalidStoreUrl.class)
                .hasMessageContaining("\"gs\"")
                .hasMessageContaining("plugins/");
    }

    @Test
    void theContextShowsNoEnvironment() {
        assertThat(new StoreContext(Map.of("K", "hunter2"), "freshet/1").toString())
                .doesNotContain("hunter2");
    }
}
