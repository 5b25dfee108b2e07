package io.freshet.core.trust;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * How a passphrase becomes a key of AES (RFC 8018, appendix A.4). A file says how much work that is; what would be more
 * than any program asks for is refused before it is begun.
 */
sealed interface KeyDerivation {

    /** A key of {@code length} bytes. */
    byte[] key(byte[] passphrase, int length) throws GeneralSecurityException;

    /** The length of keys that the file names, in bytes; most name none. */
    OptionalInt keyLength();

    /**
     * The derivation that a file names.
     *
     * @throws IllegalArgumentException with what is wrong with it: another function, or numbers out of bounds
     */
    static KeyDerivation read(KeyDerivationFunc function) {
        ASN1ObjectIdentifier name = function.getAlgorithm();
        if (name.equals(Scrypt.OID)) {
            return Scrypt.read(ASN1Sequence.getInstance(function.getParameters()));
        }
        if (name.equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            return Pbkdf2.read(PBKDF2Params.getInstance(function.getParameters()));
        }
        throw new IllegalArgumentException("its passphrase is to be stretched by neither scrypt nor PBKDF2");
    }

    /**
     * scrypt (RFC 7914): each guess takes {@code 128 cost blockSize} bytes of memory, {@code parallel} times over.
     *
     * @param cost N, a power of two
     * @param blockSize r
     * @param parallel p
     */
    record Scrypt(ASN1OctetString salt, int cost, int blockSize, int parallel, OptionalInt keyLength)
            implements KeyDerivation {

        /** RFC 7914, section 7. */
        static final ASN1ObjectIdentifier OID = new ASN1ObjectIdentifier("1.3.6.1.4.1.11591.4.11");

        /** Heaps have 256 MB here. openssl refuses more than half of it. */
        private static final long MOST_MEMORY = 64L << 20;

        private static final int BLOCK = 128;
        private static final int MOST_PARALLEL = 64;

        /**
         * What new files ask for: 16 MiB, five times, which OWASP counts as the equal of 128 MiB once (N = 2^17, p = 1).
         * With more memory openssl, which stays below 32 MiB, would not open them.
         */
        static Scrypt of(byte[] salt) {
            return new Scrypt(new DEROctetString(salt), 1 << 14, 8, 5, OptionalInt.empty());
        }

        public Scrypt {
            if (cost < 2 || Integer.bitCount(cost) != 1 || blockSize < 1 || parallel < 1) {
                throw new IllegalArgumentException(
                        "no scrypt has N = " + cost + ", r = " + blockSize + ", p = " + parallel);
            }
            if ((long) BLOCK * cost * blockSize > MOST_MEMORY
                    || parallel > MOST_PARALLEL
                    || blockSize > MOST_PARALLEL) {
                throw new IllegalArgumentException("scrypt of N = " + cost + ", r = " + blockSize + ", p = " + parallel
                        + " is more work than is done here: N r up to " + MOST_MEMORY / BLOCK + ", r and p up to "
                        + MOST_PARALLEL);
            }
        }

        private static Scrypt read(ASN1Sequence fields) {
            if (fields.size() < 4 || fields.size() > 5) {
                throw new IllegalArgumentException("scrypt has four parameters, or five, not " + fields.size());
            }
            OptionalInt length = fields.size() > 4 ? OptionalInt.of(number(fields, 4)) : OptionalInt.empty();
            return new Scrypt(
                    ASN1OctetString.getInstance(fields.getObjectAt(0)),
                    number(fields, 1),
                    number(fields, 2),
                    number(fields, 3),
                    length);
        }

        private static int number(ASN1Sequence fields, int at) {
            return Pbkdf2.bounded(ASN1Integer.getInstance(fields.getObjectAt(at)), 1 << 30);
        }

        KeyDerivationFunc toAsn1() {
            ASN1EncodableVector fields = new ASN1EncodableVector();
            fields.add(salt);
            for (int number : new int[] {cost, blockSize, parallel}) {
                fields.add(new ASN1Integer(number));
            }
            ASN1Encodable parameters = new DERSequence(fields);
            return new KeyDerivationFunc(OID, parameters);
        }

        @Override
        public byte[] key(byte[] passphrase, int length) {
            return SCrypt.generate(passphrase, salt.getOctets(), cost, blockSize, parallel, length);
        }
    }

    /**
     * PBKDF2 (RFC 8018, section 5.2), which files from before have, and those of other programs.
     *
     * @param hash of the HMAC, as Java names it
     */
    record Pbkdf2(ASN1OctetString salt, int iterations, String hash, OptionalInt keyLength) implements KeyDerivation {

        /** Some seconds. */
        private static final int MOST_ITERATIONS = 10_000_000;

        private static final Map<ASN1ObjectIdentifier, String> HASHES = Map.of(
                PKCSObjectIdentifiers.id_hmacWithSHA1, "SHA1",
                PKCSObjectIdentifiers.id_hmacWithSHA224, "SHA224",
                PKCSObjectIdentifiers.id_hmacWithSHA256, "SHA256",
                PKCSObjectIdentifiers.id_hmacWithSHA384, "SHA384",
                PKCSObjectIdentifiers.id_hmacWithSHA512, "SHA512");

        private static Pbkdf2 read(PBKDF2Params fields) {
            String hash = HASHES.get(fields.getPrf().getAlgorithm());
            if (hash == null) {
                throw new IllegalArgumentException("its PBKDF2 is over another function than HMAC of SHA");
            }
            int iterations = bounded(new ASN1Integer(fields.getIterationCount()), MOST_ITERATIONS);
            OptionalInt length = fields.getKeyLength() == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(bounded(new ASN1Integer(fields.getKeyLength()), 64));
            return new Pbkdf2(new DEROctetString(fields.getSalt()), iterations, hash, length);
        }

        private static int bounded(ASN1Integer number, int most) {
            if (number.getValue().signum() < 1 || number.getValue().bitLength() > 31 || number.intValueExact() > most) {
                throw new IllegalArgumentException("a number of its key derivation is not from 1 to " + most);
            }
            return number.intValueExact();
        }

        @Override
        public byte[] key(byte[] passphrase, int length) throws GeneralSecurityException {
            char[] chars = new char[passphrase.length];
            for (int i = 0; i < chars.length; i++) {
                chars[i] = (char) passphrase[i];
            }
            PBEKeySpec spec = new PBEKeySpec(chars, salt.getOctets(), iterations, length * Byte.SIZE);
            Arrays.fill(chars, '\0');
            try {
                return SecretKeyFactory.getInstance("PBKDF2WithHmac" + hash)
                        .generateSecret(spec)
                        .getEncoded();
            } finally {
                spec.clearPassword();
            }
        }
    }
}
