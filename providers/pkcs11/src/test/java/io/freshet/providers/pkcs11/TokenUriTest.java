package io.freshet.providers.pkcs11;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.freshet.core.trust.SignerException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenUriTest {

    /** After RFC 7512, section 3. */
    @Test
    void attributesAreDecoded() throws Exception {
        TokenUri uri = TokenUri.parse("pkcs11:token=Software%20PKCS%2311%20softtoken;manufacturer=Snake%20Oil,%20Inc.;"
                + "object=my-certificate;type=private;id=%69%95%3E%5C%F4%BD%EC%91"
                + "?module-path=/usr/lib/libp11.so&pin-source=file:/etc/token_pin");
        assertThat(uri.attributes().get("token")).isEqualTo("Software PKCS#11 softtoken".getBytes(UTF_8));
        assertThat(uri.attributes().get("id")).startsWith(0x69, 0x95).hasSize(8);
        assertThat(uri.attributes()).doesNotContainKey("type");
        assertThat(uri.module()).contains(Path.of("/usr/lib/libp11.so"));
        assertThat(uri.pinSource()).contains(Path.of("/etc/token_pin"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/pin", "file:/etc/pin", "file:///etc/pin", "file:%2Fetc%2Fpin"})
    void filesAreNamedByPathOrUri(String file) throws Exception {
        assertThat(TokenUri.parse("pkcs11:id=%01?pin-source=" + file).pinSource())
                .contains(Path.of("/etc/pin"));
    }

    @ParameterizedTest
    @CsvSource({
        "pkcs11:token=a, it names no key",
        "pkcs11:, is not NAME=VALUE",
        "pkcs11:object=a;object=b, object stands twice",
        "pkcs11:object=a;slot-id=1, the attribute slot-id is unknown here",
        "pkcs11:object=a;type=cert, type is private",
        "pkcs11:object=%4, % is followed by two hexadecimal digits",
        "pkcs11:object=%zz, % is followed by two hexadecimal digits",
        "pkcs11:object=a?module-path=relative.so, module-path is not the absolute path of a file",
        "pkcs11:object=a?pin-source=|cat, pin-source is not the absolute path of a file",
        "pkcs11:object=a?module-path=/%00, module-path is not the absolute path of a file",
        "pkcs11:object=a?module-name=x, the attribute module-name is unknown here",
        "pkcs11:object=a?, is not NAME=VALUE"
    })
    void whatCannotBeMeantIsRefused(String uri, String problem) {
        assertThat(catchThrowableOfType(SignerException.Invalid.class, () -> TokenUri.parse(uri)))
                .hasMessageContaining(problem);
    }

    @Test
    void aPinInTheUriIsRefusedWithoutShowingIt() {
        assertThat(catchThrowableOfType(
                        SignerException.Invalid.class, () -> TokenUri.parse("pkcs11:object=a?pin-value=192837")))
                .hasMessageContaining("the PIN stands in the URI")
                .hasMessageNotContaining("192837");
    }
}
