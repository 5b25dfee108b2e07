package io.freshet.core.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.freshet.core.json.UnknownFields;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/** A private key of the tests, which signs by what Java itself has: another's reading of the schemes. */
record JcaKey(PrivateKey key, String pem) {

    static final JcaKey P256 = read("EC", "p256");
    static final JcaKey RSA = read("RSA", "rsa3072");

    /** The signature of {@code message}, said to be of the key {@code keyId}. */
    Signature sign(String keyId, byte[] message) {
        return new Signature(keyId, HexFormat.of().formatHex(sign(message)), UnknownFields.NONE);
    }

    byte[] sign(byte[] message) {
        return key.getAlgorithm().equals("EC") ? signBy("SHA256withECDSA", message) : signPss(message, 32);
    }

    byte[] signBy(String algorithm, byte[] message) {
        try {
            java.security.Signature signer = java.security.Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] signPss(byte[] message, int salt) {
        try {
            java.security.Signature signer = java.security.Signature.getInstance("RSASSA-PSS");
            signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same key as ours. */
    FileKey asFileKey() {
        return Pkcs8.decode(key.getEncoded());
    }

    /** One of the files in {@code keys/}. */
    static String file(String name) {
        try (InputStream in = JcaKey.class.getResourceAsStream("/keys/" + name)) {
            return new String(in.readAllBytes(), US_ASCII);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JcaKey read(String algorithm, String name) {
        String base64 = file(name + ".key").replaceAll("-----[A-Z ]+-----|\\s", "");
        try {
            PKCS8EncodedKeySpec pkcs8 =
                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
            return new JcaKey(KeyFactory.getInstance(algorithm).generatePrivate(pkcs8), file(name + ".pub"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
