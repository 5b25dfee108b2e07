package io.freshet.core.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.NoSuchElementException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** Private keys under a passphrase: PBES2 (RFC 8018, section 6.2) with AES-CBC, by keys that a {@link KeyDerivation} makes. */
final class Pbes2 {

    private static final String AES_CBC = "AES/CBC/PKCS5Padding";
    private static final int AES_BLOCK = 16;
    private static final int KEY_BYTES = 32;
    private static final int SALT_BYTES = 16;

    /** How long the keys are. */
    private static final Map<ASN1ObjectIdentifier, Integer> CIPHERS = Map.of(
            NISTObjectIdentifiers.id_aes128_CBC, 16,
            NISTObjectIdentifiers.id_aes192_CBC, 24,
            NISTObjectIdentifiers.id_aes256_CBC, KEY_BYTES);

    private Pbes2() {}

    /** The EncryptedPrivateKeyInfo of {@code pkcs8}, by scrypt and AES-256. */
    static byte[] encrypt(byte[] pkcs8, Passphrase passphrase, SecureRandom random) throws IOException {
        byte[] salt = new byte[SALT_BYTES];
        byte[] iv = new byte[AES_BLOCK];
        random.nextBytes(salt);
        random.nextBytes(iv);
        KeyDerivation.Scrypt derivation = KeyDerivation.Scrypt.of(salt);
        EncryptionScheme scheme = new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv));
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_PBES2, new PBES2Parameters(derivation.toAsn1(), scheme));
        try {
            byte[] sealed = run(Cipher.ENCRYPT_MODE, derivation, passphrase, KEY_BYTES, iv, pkcs8);
            return new EncryptedPrivateKeyInfo(algorithm, sealed).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES in CBC", e);
        }
    }

    /**
     * The PKCS#8 in {@code der}.
     *
     * @throws KeyFileException.Unreadable if it is encrypted in another way, or with more work than is done here
     * @throws KeyFileException.WrongPassphrase if {@code passphrase} does not open it
     */
    static byte[] decrypt(Path file, byte[] der, Passphrase passphrase) throws KeyFileException {
        EncryptedPrivateKeyInfo info;
        KeyDerivation derivation;
        int keyBytes;
        byte[] iv;
        try {
            info = EncryptedPrivateKeyInfo.getInstance(der);
            AlgorithmIdentifier algorithm = info.getEncryptionAlgorithm();
            if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
                throw new IllegalArgumentException("it is not encrypted by PBES2");
            }
            PBES2Parameters parameters = PBES2Parameters.getInstance(algorithm.getParameters());
            derivation = KeyDerivation.read(parameters.getKeyDerivationFunc());
            EncryptionScheme scheme = parameters.getEncryptionScheme();
            keyBytes = CIPHERS.getOrDefault(scheme.getAlgorithm(), 0);
            iv = ASN1OctetString.getInstance(scheme.getParameters()).getOctets();
            if (keyBytes == 0
                    || iv.length != AES_BLOCK
                    || derivation.keyLength().orElse(keyBytes) != keyBytes) {
                throw new IllegalArgumentException("its cipher is not AES in CBC");
            }
        } catch (IllegalArgumentException | IllegalStateException | NoSuchElementException e) {
            throw new KeyFileException.Unreadable(
                    file,
                    "is encrypted in a way that is not read here (" + e.getMessage()
                            + "); PBES2 with scrypt or PBKDF2, and AES, is: openssl pkcs8 -topk8 -scrypt");
        }
        try {
            byte[] plain = run(Cipher.DECRYPT_MODE, derivation, passphrase, keyBytes, iv, info.getEncryptedData());
            // One wrong passphrase in 256 leaves what looks padded.
            PrivateKeyInfo.getInstance(plain);
            return plain;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new KeyFileException.WrongPassphrase(
                    file, "the passphrase in " + passphrase.file() + " does not open it; name the right file");
        }
    }

    private static byte[] run(
            int mode, KeyDerivation derivation, Passphrase passphrase, int keyBytes, byte[] iv, byte[] input)
            throws GeneralSecurityException {
        byte[] secret = passphrase.bytes();
        byte[] key = derivation.key(secret, keyBytes);
        try {
            Cipher cipher = Cipher.getInstance(AES_CBC);
            cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(input);
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(key, (byte) 0);
        }
    }
}
