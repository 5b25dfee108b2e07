package io.freshet.providers.kms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.freshet.core.trust.KeyElsewhere;
import io.freshet.core.trust.PublicKeyFile;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.SignerContext;
import io.freshet.core.trust.SignerException;
import io.freshet.core.trust.SignerProviders;
import io.freshet.core.trust.SignerReference;
import io.freshet.core.trust.VerifyingKey;
import io.freshet.providers.testkit.KmsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys with local-kms. */
class KmsKeyTest {

    private static final SignerContext CONTEXT = new SignerContext(Map.of(), "freshet/0", Optional.empty());

    @TempDir
    private Path directory;

    private final KmsProvider provider = new KmsProvider();
    private final SignerProviders providers = new SignerProviders(List.of(provider), CONTEXT);
    private KmsServer server;

    @BeforeEach
    void start() throws Exception {
        server = KmsServer.start(directory);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aKeyOnP256SignsMessagesOfAnyLength() throws Exception {
        SignerReference found = providers.find(server.uri(server.createKey("ECC_NIST_P256")));
        assertThat(found.publicKey().algorithm()).isEqualTo("ecdsa");
        Signer signer = providers.open(found);
        for (byte[] message : List.of(new byte[0], "a message".getBytes(UTF_8), new byte[100_000])) {
            assertThat(found.publicKey().verifies(message, signer.sign(message)))
                    .isTrue();
        }
    }

    @Test
    void aKeyIsFoundByItsAlias() throws Exception {
        String id = server.createKey("ECC_NIST_P256");
        server.ask("CreateAlias", "{\"AliasName\": \"alias/freshet\", \"TargetKeyId\": \"" + id + "\"}");
        assertThat(providers.find(server.uri("alias/freshet")).publicKey())
                .isEqualTo(providers.find(server.uri(id)).publicKey());
    }

    /**
     * The salts of AWS have 32 bytes ("AWS KMS uses a salt length equal to the digest", Developer Guide, key specs);
     * this server's are as long as there is room for, so that it is for Java to verify them.
     */
    @Test
    void aKeyOfRsaSignsByPssOverSha256() throws Exception {
        String uri = server.uri(server.createKey("RSA_2048"));
        KeyElsewhere rsa = provider.open(uri, CONTEXT);
        VerifyingKey key = rsa.publicKey();
        assertThat(key.algorithm()).isEqualTo("rsa");
        byte[] message = new byte[5000];
        byte[] signature = rsa.sign(key, message);
        String base64 = PublicKeyFile.pem(key).replaceAll("-----.*-----|\\s", "");
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 256 - 32 - 2, 1));
        pss.initVerify(KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64))));
        pss.update(message);
        assertThat(pss.verify(signature)).isTrue();
    }

    @Test
    void aKeyThatWasDisabledIsSaidToBe() throws Exception {
        String id = server.createKey("ECC_NIST_P256");
        Signer signer = providers.open(providers.find(server.uri(id)));
        server.ask("DisableKey", "{\"KeyId\": \"" + id + "\"}");
        assertThat(catchThrowableOfType(SignerException.Denied.class, () -> signer.sign(new byte[1])))
                .hasMessageContaining("DisabledException")
                .hasMessageContaining("enable the key")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aKeyThatIsNotThereOrOfAnotherTypeIsSaidToBe() throws Exception {
        String missing = server.uri("00000000-0000-4000-8000-000000000000");
        assertThat(catchThrowableOfType(SignerException.NotFound.class, () -> providers.find(missing)))
                .hasMessageContaining("NotFoundException")
                .hasMessageContaining("correct the key in the URI");
        String other = server.uri(server.createKey("ECC_NIST_P384"));
        assertThat(catchThrowableOfType(SignerException.NotFound.class, () -> providers.find(other)))
                .hasMessageContaining("ECC_NIST_P256");
    }

    @Test
    void aServiceThatIsGoneIsUnreachable() throws Exception {
        Signer signer = providers.open(providers.find(server.uri(server.createKey("ECC_NIST_P256"))));
        server.close();
        assertThat(catchThrowableOfType(SignerException.Unreachable.class, () -> signer.sign(new byte[1])))
                .hasMessageContaining("try again");
    }

    @Test
    void aServiceThatFailsIsAskedThreeTimes() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer failing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        failing.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] body = "{\"__type\": \"KMSInternalException\", \"message\": \"words\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(500, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        failing.start();
        try {
            String uri = "awskms:///a?region=eu-central-1&endpoint=http://127.0.0.1:"
                    + failing.getAddress().getPort();
            assertThat(catchThrowableOfType(SignerException.Unreachable.class, () -> providers.find(uri)))
                    .hasMessageContaining("KMS says KMSInternalException: words, HTTP 500");
            assertThat(asked).hasValue(3);
        } finally {
            failing.stop(0);
        }
    }
}
