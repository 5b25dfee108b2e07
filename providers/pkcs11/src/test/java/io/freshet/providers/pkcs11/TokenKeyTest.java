package io.freshet.providers.pkcs11;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.freshet.core.trust.Passphrase;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.SignerContext;
import io.freshet.core.trust.SignerException;
import io.freshet.core.trust.SignerProviders;
import io.freshet.core.trust.SignerReference;
import io.freshet.providers.testkit.SoftToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys in a token of SoftHSM. */
class TokenKeyTest {

    private static final byte[] MESSAGE = "a message".getBytes(UTF_8);

    @TempDir
    private Path directory;

    private SoftToken token;

    @BeforeEach
    void putItIn() throws Exception {
        token = SoftToken.make(directory, "freshet");
    }

    private SignerProviders providers(Optional<Path> pin) throws Exception {
        Optional<Passphrase> passphrase = pin.isPresent() ? Optional.of(Passphrase.read(pin.get())) : Optional.empty();
        return new SignerProviders(List.of(new Pkcs11Provider()), new SignerContext(Map.of(), "freshet/0", passphrase));
    }

    private SignerProviders providers() throws Exception {
        return providers(Optional.of(token.pinFile()));
    }

    @ParameterizedTest
    @CsvSource({"EC:prime256v1, ecdsa", "EC:edwards25519, ed25519", "rsa:2048, rsa", "rsa:3072, rsa"})
    void aKeyOfEachTypeSigns(String type, String algorithm) throws Exception {
        token.generate("online", type, "01");

        SignerReference found = providers().find(token.uri("online"));
        assertThat(found.publicKey().algorithm()).isEqualTo(algorithm);
        Signer signer = providers().open(found);
        for (byte[] message : List.of(new byte[0], MESSAGE, new byte[100_000])) {
            assertThat(found.publicKey().verifies(message, signer.sign(message)))
                    .isTrue();
        }
    }

    /** As the PIV applet has it for its second key. */
    @Test
    void aKeyThatAsksForThePinEachTimeGetsIt() throws Exception {
        token.generate("root", "EC:prime256v1", "02", "--always-auth");
        SignerReference found = providers().find(token.uri("root"));
        assertThat(found.publicKey().verifies(MESSAGE, providers().open(found).sign(MESSAGE)))
                .isTrue();
    }

    @Test
    void thePinMayBeNamedByTheUri() throws Exception {
        token.generate("online", "EC:prime256v1", "01");
        String uri = token.uri("online") + "&pin-source=file:" + token.pinFile();
        assertThat(providers(Optional.of(token.pinFile("0000"))).find(uri).uri())
                .isEqualTo(uri);
    }

    @Test
    void aKeyIsToldFromOthersByItsId() throws Exception {
        token.generate("online", "EC:prime256v1", "01");
        token.generate("online", "EC:prime256v1", "02");

        assertThat(catchThrowableOfType(
                        SignerException.Invalid.class, () -> providers().find(token.uri("online"))))
                .hasMessageContaining("several private keys fit");
        String one = token.uri("online").replace("?", ";id=%01?");
        String two = token.uri("online").replace("?", ";id=%02?");
        assertThat(providers().find(one).publicKey())
                .isNotEqualTo(providers().find(two).publicKey());
    }

    @Test
    void aWrongPinIsSaidToBeOneAndNotShown() throws Exception {
        token.generate("online", "EC:prime256v1", "01");
        SignerProviders wrong = providers(Optional.of(token.pinFile("192837")));
        assertThat(catchThrowableOfType(SignerException.Denied.class, () -> wrong.find(token.uri("online"))))
                .hasMessageContaining("the PIN is wrong (C_Login returned CKR_PIN_INCORRECT)")
                .hasMessageContaining("--passphrase-file")
                .hasMessageNotContaining("192837");
        SignerProviders none = providers(Optional.empty());
        assertThat(catchThrowableOfType(SignerException.Denied.class, () -> none.find(token.uri("online"))))
                .hasMessageContaining("the token asks for its PIN");
    }

    @Test
    void aTokenThatWasPulledOutIsMissedAndFoundAgain() throws Exception {
        token.generate("online", "EC:prime256v1", "01");
        SignerReference found = providers().find(token.uri("online"));
        Signer signer = providers().open(found);
        token.remove();
        assertThat(catchThrowableOfType(SignerException.Unreachable.class, () -> signer.sign(MESSAGE)))
                .hasMessageStartingWith(token.uri("online") + ": no such token is here");
        Files.delete(directory.resolve("tokens"));
        Files.move(directory.resolve("removed"), directory.resolve("tokens"));
        assertThat(found.publicKey().verifies(MESSAGE, signer.sign(MESSAGE))).isTrue();
    }

    @Test
    void aKeyThatIsNotThereOrWithoutItsPublicHalfIsSaidToBe() throws Exception {
        token.generate("online", "EC:prime256v1", "01");
        assertThat(catchThrowableOfType(
                        SignerException.NotFound.class, () -> providers().find(token.uri("offline"))))
                .hasMessageContaining("the token has no such private key");
        token.tool("--delete-object", "--type", "pubkey", "--label", "online");
        assertThat(catchThrowableOfType(
                        SignerException.NotFound.class, () -> providers().find(token.uri("online"))))
                .hasMessageContaining("no public key beside the private one");
    }

    @Test
    void aKeyOfAnotherTypeIsRefused() throws Exception {
        token.generate("other", "EC:secp384r1", "01");
        assertThat(catchThrowableOfType(
                        SignerException.NotFound.class, () -> providers().find(token.uri("other"))))
                .hasMessageContaining("of a type that signs nothing here");
    }

    @Test
    void aModuleThatIsNoneIsSaidToBe() throws Exception {
        Path text = Files.writeString(directory.resolve("text.so"), "text");
        assertThat(catchThrowableOfType(
                        SignerException.NotFound.class, () -> providers().find("pkcs11:object=a?module-path=" + text)))
                .hasMessageContaining("is no library of a token");
        assertThat(catchThrowableOfType(
                        SignerException.NotFound.class,
                        () -> providers().find("pkcs11:object=a?module-path=/nowhere/x.so")))
                .hasMessageContaining("the module /nowhere/x.so is not there");
        assertThat(catchThrowableOfType(
                        SignerException.Invalid.class, () -> providers().find("pkcs11:object=a")))
                .hasMessageContaining("PKCS11_MODULE_PATH");
    }

    @Test
    void severalThreadsSignAtOnce() throws Exception {
        token.generate("online", "EC:prime256v1", "01");
        SignerReference found = providers().find(token.uri("online"));
        Signer signer = providers().open(found);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<byte[]> sign = () -> signer.sign(MESSAGE);
            for (Future<byte[]> one :
                    threads.invokeAll(Stream.generate(() -> sign).limit(16).toList())) {
                assertThat(found.publicKey().verifies(MESSAGE, one.get())).isTrue();
            }
        }
    }
}
