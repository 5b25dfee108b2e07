package io.freshet.providers.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.freshet.core.trust.SignerException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KmsUriTest {

    private static final String ID = "1234abcd-12ab-34cd-56ef-1234567890ab";

    /** The forms that cosign's documentation lists. */
    @ParameterizedTest
    @CsvSource({
        "awskms:///" + ID + ", " + ID + ",,",
        "awskms:///alias/ExampleAlias, alias/ExampleAlias,,",
        "awskms:///arn:aws:kms:us-east-2:111122223333:key/" + ID + ", arn:aws:kms:us-east-2:111122223333:key/" + ID
                + ",, us-east-2",
        "awskms:///arn:aws:kms:us-east-2:111122223333:alias/ExampleAlias,"
                + " arn:aws:kms:us-east-2:111122223333:alias/ExampleAlias,, us-east-2",
        "awskms://localhost:4566/" + ID + ", " + ID + ", https://localhost:4566,",
        "awskms:///" + ID + "?region=eu-west-2&endpoint=http://127.0.0.1:1, " + ID + ", http://127.0.0.1:1, eu-west-2",
        "awskms:///arn:aws:kms:us-east-2:111122223333:key/mrk-1?region=eu-west-2,"
                + " arn:aws:kms:us-east-2:111122223333:key/mrk-1,, eu-west-2"
    })
    void keysAreNamedAsCosignDoes(String text, String key, String endpoint, String region) throws Exception {
        KmsUri uri = KmsUri.parse(text);
        assertThat(uri.key()).isEqualTo(key);
        assertThat(uri.endpoint().map(URI::toString).orElse(null)).isEqualTo(endpoint);
        assertThat(uri.region().orElse(null)).isEqualTo(region);
    }

    @Test
    void aProfileIsNamed() throws Exception {
        assertThat(KmsUri.parse("awskms:///alias/a?profile=ops").profile()).contains("ops");
    }

    @ParameterizedTest
    @CsvSource({
        "awskms:///, it names no key",
        "awskms:alias/a, it names no key",
        "awskms:///a b, it is no URI",
        "awskms:///arn:aws:s3:::bucket, is no id of a key",
        "awskms:///a?colour=red, is none of region=",
        "awskms:///a?region=, is none of region=",
        "awskms:///a?endpoint=ftp://x, endpoint is not https://HOST",
        "awskms://host/a?endpoint=https://x, the endpoint stands in it twice",
        "awskms://me:hunter2@host/a, it names no key"
    })
    void whatCannotBeMeantIsRefused(String text, String problem) {
        assertThat(catchThrowableOfType(SignerException.Invalid.class, () -> KmsUri.parse(text)))
                .hasMessageContaining(problem)
                .hasMessageNotContaining("hunter2");
    }
}
