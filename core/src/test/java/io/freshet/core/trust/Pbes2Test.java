package io.freshet.core.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Pbes2Test {

    private static final ASN1ObjectIdentifier SCRYPT = new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11");

    @TempDir
    private Path directory;

    private final SecureRandom random = new SecureRandom();
    private Passphrase passphrase;

    @BeforeEach
    void choose() throws Exception {
        passphrase = passphrase("correct horse");
    }

    private Passphrase passphrase(String text) throws Exception {
        Path file = directory.resolve("passphrase");
        Files.write(file, text.getBytes(UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Passphrase.read(file);
    }

    @Test
    void newFilesAreByScryptOfSixteenMebibytesFiveTimes() throws Exception {
        byte[] pkcs8 = Pkcs8.encode(SigningKey.generate(random));

        ASN1Sequence one = scrypt(Pbes2.encrypt(pkcs8, passphrase, random));
        ASN1Sequence two = scrypt(Pbes2.encrypt(pkcs8, passphrase, random));

        assertThat(one.getObjectAt(1)).isEqualTo(new ASN1Integer(16_384));
        assertThat(one.getObjectAt(2)).isEqualTo(new ASN1Integer(8));
        assertThat(one.getObjectAt(3)).isEqualTo(new ASN1Integer(5));
        assertThat(one.getObjectAt(0)).as("the salt").isNotEqualTo(two.getObjectAt(0));
    }

    private static ASN1Sequence scrypt(byte[] der) {
        KeyDerivationFunc function = PBES2Parameters.getInstance(EncryptedPrivateKeyInfo.getInstance(der)
                        .getEncryptionAlgorithm()
                        .getParameters())
                .getKeyDerivationFunc();
        assertThat(function.getAlgorithm()).isEqualTo(SCRYPT);
        return ASN1Sequence.getInstance(function.getParameters());
    }

    /** Among 600 of them, some leave padding that looks right. */
    @Test
    void aWrongPassphraseIsSaidToBeOneWhateverItLeaves() throws Exception {
        byte[] salt = new byte[16];
        PBKDF2Params fast = new PBKDF2Params(salt, 1);
        byte[] der = encrypted(new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, fast));
        for (int i = 0; i < 600; i++) {
            Passphrase wrong = passphrase("wrong " + i);
            assertThat(catchThrowableOfType(
                            KeyFileException.WrongPassphrase.class, () -> Pbes2.decrypt(Path.of("a.key"), der, wrong)))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1073741824, 8, 1",
        "131072, 8, 1",
        "2, 1048576, 1",
        "16384, 8, 1000000",
        "16384, 8, 65",
        "2, 65, 1",
        "3, 8, 1",
        "1, 8, 1",
        "0, 8, 1",
        "-2, 8, 1",
        "16384, 0, 1",
        "16384, 8, -1",
        "9223372036854775807, 1, 1"
    })
    void scryptOutOfBoundsIsRefusedBeforeItIsBegun(long cost, long blockSize, long parallel) throws Exception {
        DERSequence numbers = new DERSequence(new ASN1Encodable[] {
            new DEROctetString(new byte[16]),
            new ASN1Integer(cost),
            new ASN1Integer(blockSize),
            new ASN1Integer(parallel)
        });
        refused(new KeyDerivationFunc(SCRYPT, numbers));
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000_001, Integer.MAX_VALUE, 0, -1})
    void pbkdf2OutOfBoundsIsRefusedBeforeItIsBegun(int iterations) throws Exception {
        DERSequence numbers =
                new DERSequence(new ASN1Encodable[] {new DEROctetString(new byte[16]), new ASN1Integer(iterations)});
        refused(new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, numbers));
    }

    @Test
    void halfOfTheParametersIsNone() throws Exception {
        refused(new KeyDerivationFunc(SCRYPT, new DERSequence(new DEROctetString(new byte[16]))));
        refused(new KeyDerivationFunc(SCRYPT, new ASN1Integer(1)));
        refused(new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, new DERSequence()));
    }

    private void refused(KeyDerivationFunc function) throws Exception {
        byte[] der = encrypted(function);
        assertThat(catchThrowableOfType(
                        KeyFileException.Unreadable.class, () -> Pbes2.decrypt(Path.of("a.key"), der, passphrase)))
                .hasMessageStartingWith("a.key: is encrypted in a way that is not read here");
    }

    /** Something, as if encrypted by AES-256 under a key that {@code function} makes. */
    private static byte[] encrypted(KeyDerivationFunc function) throws Exception {
        EncryptionScheme aes =
                new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16]));
        AlgorithmIdentifier algorithm =
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, new PBES2Parameters(function, aes));
        byte[] sealed = new byte[64];
        Arrays.fill(sealed, (byte) 7);
        return new EncryptedPrivateKeyInfo(algorithm, sealed).getEncoded();
    }
}
