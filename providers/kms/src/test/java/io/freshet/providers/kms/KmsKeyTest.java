package io.freshet.providers.kms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.freshet.core.trust.KeyElsewhere;
import io.freshet.core.trust.PublicKeyFile;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.SignerContext;
import io.freshet.core.trust.SignerException;
import io.freshet.core.trust.SignerProviders;
import io.freshet.core.trust.SignerReference;
import io.freshet.core.trust.VerifyingKey;
import io.freshet.providers.testkit.KmsProgram;
import io.freshet.providers.testkit.KmsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys with each program that stands for KMS. */
@ParameterizedClass
@EnumSource
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class KmsKeyTest {

    private static final SignerContext CONTEXT = new SignerContext(Map.of(), "freshet/0", Optional.empty());

    @TempDir
    private static Path directory;

    private static KmsServer server;

    private final KmsProvider provider = new KmsProvider();
    private final SignerProviders providers = new SignerProviders(List.of(provider), CONTEXT);
    private final KmsProgram program;

    KmsKeyTest(KmsProgram program) {
        this.program = program;
    }

    /** Once for all tests: LocalStack takes seconds. */
    @BeforeParameterizedClassInvocation
    static void start(KmsProgram program) throws Exception {
        server = KmsServer.start(program, Files.createDirectory(directory.resolve(program.name())));
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        if (server != null) {
            server.close();
            server = null;
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
     * The salts of AWS have 32 bytes ("AWS KMS uses a salt length equal to the digest", Developer Guide, key specs), as
     * LocalStack's have; those of local-kms are as long as there is room for, so that it is for Java to verify them.
     */
    @Test
    void aKeyOfRsaSignsByPssOverSha256() throws Exception {
        String uri = server.uri(server.createKey("RSA_2048"));
        KeyElsewhere rsa = provider.open(uri, CONTEXT);
        VerifyingKey key = rsa.publicKey();
        assertThat(key.algorithm()).isEqualTo("rsa");
        byte[] message = new byte[5000];
        byte[] signature = rsa.sign(key, message);
        switch (program) {
            case LOCALSTACK -> assertThat(key.verifies(message, signature)).isTrue();
            case LOCAL_KMS ->
                assertThat(verifies(key, message, signature, 256 - 32 - 2)).isTrue();
        }
    }

    private static boolean verifies(VerifyingKey key, byte[] message, byte[] signature, int salt) throws Exception {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
        pss.initVerify(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(PublicKeyFile.info(key))));
        pss.update(message);
        return pss.verify(signature);
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
}
