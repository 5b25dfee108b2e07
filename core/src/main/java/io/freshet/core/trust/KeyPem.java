package io.freshet.core.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * The text of a key file (RFC 7468, 5958): {@code PRIVATE KEY}, or {@code ENCRYPTED PRIVATE KEY} by PBES2 with
 * PBKDF2-HMAC-SHA-256 and AES-256-CBC, which openssl and others read and write as well.
 */
final class KeyPem {

    private static final String PLAIN = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----\\s+([A-Za-z0-9+/=\\s]+)-----END \\1-----\\s*");

    private static final String PBES2 = "PBEWithHmacSHA256AndAES_256";
    /** What other programs encrypt with: PBKDF2 over any HMAC of SHA, and AES. */
    private static final Pattern READ = Pattern.compile("PBEWithHmacSHA(1|224|256|384|512)AndAES_(128|256)");

    private static final int SALT_BYTES = 16;
    private static final int AES_BLOCK = 16;
    /** OWASP's figure for PBKDF2-HMAC-SHA-256 of 2023: some 0.3 s for each opening. */
    private static final int ITERATIONS = 600_000;

    private KeyPem() {}

    static String encode(FileKey key, Optional<Passphrase> passphrase, SecureRandom random) throws IOException {
        byte[] pkcs8 = Pkcs8.encode(key);
        return passphrase.isEmpty() ? block(PLAIN, pkcs8) : block(ENCRYPTED, encrypt(pkcs8, passphrase.get(), random));
    }

    static String block(String label, byte[] der) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN " + label + "-----\n" + lines.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static byte[] encrypt(byte[] pkcs8, Passphrase passphrase, SecureRandom random) throws IOException {
        byte[] salt = new byte[SALT_BYTES];
        byte[] iv = new byte[AES_BLOCK];
        random.nextBytes(salt);
        random.nextBytes(iv);
        try {
            Cipher cipher = Cipher.getInstance(PBES2);
            PBEParameterSpec parameters = new PBEParameterSpec(salt, ITERATIONS, new IvParameterSpec(iv));
            cipher.init(Cipher.ENCRYPT_MODE, secret(PBES2, passphrase), parameters);
            ASN1Primitive encoded =
                    ASN1Primitive.fromByteArray(cipher.getParameters().getEncoded());
            AlgorithmIdentifier algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, encoded);
            return new org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo(algorithm, cipher.doFinal(pkcs8))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has PBES2 with AES", e);
        }
    }

    /** Whether it takes a passphrase to read this. */
    static boolean isEncrypted(String pem) {
        Matcher block = BLOCK.matcher(pem);
        return block.matches() && block.group(1).equals(ENCRYPTED);
    }

    static FileKey decode(Path file, String pem, Optional<Passphrase> passphrase) throws IOException {
        Matcher block = BLOCK.matcher(pem);
        if (!block.matches()) {
            throw notAKey(file);
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(block.group(2));
        } catch (IllegalArgumentException e) {
            throw notAKey(file);
        }
        return switch (block.group(1)) {
            case PLAIN -> fromPkcs8(file, der);
            case ENCRYPTED ->
                fromPkcs8(
                        file,
                        decrypt(file, der, passphrase.orElseThrow(() -> new KeyFileException.NeedsPassphrase(file))));
            default -> throw notAKey(file);
        };
    }

    private static byte[] decrypt(Path file, byte[] der, Passphrase passphrase) throws IOException {
        EncryptedPrivateKeyInfo info;
        try {
            info = new EncryptedPrivateKeyInfo(der);
        } catch (IOException e) {
            throw notAKey(file);
        }
        // Its name alone says which of PBES2's ways it is.
        String way = String.valueOf(info.getAlgParameters());
        if (!READ.matcher(way).matches()) {
            throw new KeyFileException.Unreadable(
                    file,
                    "is encrypted in a way that is not read here; PBES2 with PBKDF2 and AES is: openssl pkcs8 -v2");
        }
        try {
            Cipher cipher = Cipher.getInstance(way);
            cipher.init(Cipher.DECRYPT_MODE, secret(way, passphrase), info.getAlgParameters());
            return cipher.doFinal(info.getEncryptedData());
        } catch (GeneralSecurityException e) {
            throw new KeyFileException.WrongPassphrase(
                    file, "the passphrase in " + passphrase.file() + " does not open it; name the right file");
        }
    }

    private static SecretKey secret(String way, Passphrase passphrase) throws GeneralSecurityException {
        char[] chars = passphrase.chars();
        try {
            return SecretKeyFactory.getInstance(way).generateSecret(new PBEKeySpec(chars));
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    private static FileKey fromPkcs8(Path file, byte[] der) throws KeyFileException {
        try {
            return Pkcs8.decode(der);
        } catch (IllegalArgumentException e) {
            throw notAKey(file);
        }
    }

    private static KeyFileException notAKey(Path file) {
        return new KeyFileException.Unreadable(
                file,
                "is no private key in PKCS#8 PEM of Ed25519, of ECDSA on P-256, or of RSA with 2048 to 8192 bits; use"
                        + " one that init made");
    }
}
