package io.freshet.core.trust;

import static io.freshet.core.trust.TestRepository.CHANNEL;
import static io.freshet.core.trust.TestRepository.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Private keys of the three types: in files, and as signers of a repository. */
class FileKeyTest {

    private static final byte[] MESSAGE = "a message".getBytes(UTF_8);

    @TempDir
    private Path directory;

    private final SecureRandom random = new SecureRandom();

    static Stream<FileKey> keys() {
        return Stream.of(Forge.key(7), JcaKey.P256.asFileKey(), JcaKey.RSA.asFileKey());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void isReadAsItWasWritten(FileKey key) throws Exception {
        Path plain = directory.resolve("plain.key");
        Path sealed = directory.resolve("sealed.key");
        Optional<Passphrase> passphrase = Optional.of(passphrase());
        KeyFile.create(plain, key, Optional.empty(), random);
        KeyFile.create(sealed, key, passphrase, random);

        for (FileKey read : List.of(KeyFile.read(plain, Optional.empty()), KeyFile.read(sealed, passphrase))) {
            assertThat(read.publicKey()).isEqualTo(key.publicKey());
            assertThat(read.id()).isEqualTo(key.id());
            assertThat(key.publicKey().verifies(MESSAGE, read.sign(MESSAGE))).isTrue();
            assertThat(read).hasToString("***");
        }
    }

    @ParameterizedTest
    @CsvSource({"p256.key, p256.pub", "rsa3072.key, rsa3072.pub"})
    void readsWhatOpensslMade(String name, String pem) throws Exception {
        Path file = Files.writeString(directory.resolve(name), JcaKey.file(name));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        ObjectNode read = KeyFile.read(file, Optional.empty()).publicKey().toJson();
        assertThat(read.at("/keyval/public").textValue()).isEqualTo(JcaKey.file(pem));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p384.key", "rsa1024.key"})
    void keysThatVerifyNothingHereAreRefused(String name) throws Exception {
        Path file = Files.writeString(directory.resolve(name), JcaKey.file(name));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(catchThrowableOfType(KeyFileException.Unreadable.class, () -> KeyFile.read(file, Optional.empty())))
                .hasMessageContaining("is no private key in PKCS#8 PEM of Ed25519");
    }

    /** RFC 6979, appendix A.2.5. */
    @ParameterizedTest
    @CsvSource({
        "sample, EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716,"
                + "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
        "test, F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367,"
                + "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083",
    })
    void ecdsaSignsTheVectors(String message, String r, String s) {
        EcdsaSigningKey key = new EcdsaSigningKey(
                new BigInteger("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", 16));

        assertThat(EcdsaSignature.decode(key.sign(message.getBytes(UTF_8))))
                .contains(new EcdsaSignature(new BigInteger(r, 16), new BigInteger(s, 16)));
    }

    @Test
    void newKeysSignAndDiffer() {
        for (FileKey key : List.of(EcdsaSigningKey.generate(random), RsaSigningKey.generate(random))) {
            assertThat(key.publicKey().verifies(MESSAGE, key.sign(MESSAGE))).isTrue();
        }
        assertThat(EcdsaSigningKey.generate(random).id())
                .isNotEqualTo(EcdsaSigningKey.generate(random).id());
    }

    @Test
    void numbersThatDoNotBelongTogetherAreRefused() {
        RSAPrivateKey good = ((RsaSigningKey) JcaKey.RSA.asFileKey()).toAsn1();
        BigInteger one = BigInteger.ONE;
        assertThat(RsaSigningKey.of(good).id()).isEqualTo(JcaKey.RSA.asFileKey().id());
        for (RSAPrivateKey bad : List.of(
                rsa(good, good.getPrime1().add(one), good.getExponent1(), good.getExponent2(), good.getCoefficient()),
                rsa(good, good.getPrime1(), good.getExponent1().add(one), good.getExponent2(), good.getCoefficient()),
                rsa(good, good.getPrime1(), good.getExponent1(), BigInteger.ZERO, good.getCoefficient()),
                rsa(good, good.getPrime1(), good.getExponent1(), good.getExponent2(), good.getPrime1()))) {
            assertThatIllegalArgumentException().isThrownBy(() -> RsaSigningKey.of(bad));
        }
        byte[] another = ((EcdsaSigningKey) JcaKey.P256.asFileKey())
                .toAsn1()
                .getPublicKey()
                .getOctets();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        EcdsaSigningKey.of(new ECPrivateKey(256, BigInteger.TWO, new DERBitString(another), null)));
        assertThatIllegalArgumentException().isThrownBy(() -> new EcdsaSigningKey(BigInteger.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new EcdsaSigningKey(P256.DOMAIN.getN()));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aRepositoryIsSignedByAnyOfThem(FileKey key) throws Exception {
        Keys keys = new Keys(List.of(key, Forge.key(2)), Optional.of(key));
        TestRepository repository = new TestRepository(keys, Lifetimes.DEFAULT, CHANNEL);
        repository.publish("release 1", START.plus(Duration.ofDays(1)));
        repository.put(repository.signer.renewRoot(repository.state, START.plus(Duration.ofDays(2))));
        repository.reload();

        assertThat(repository.state.root().signed().version()).isEqualTo(2);
        assertThat(repository.state.requireListed(CHANNEL.role()).version()).isEqualTo(2);
    }

    /** A service that was given the name of another key: nothing is published that no node would trust. */
    @Test
    void aSignerOfAnotherKeyIsFoundOutBeforeAnythingIsWritten() {
        Signer mistaken = new Mistaken(Forge.key(1), JcaKey.P256.asFileKey());
        RepositorySigner signer =
                new RepositorySigner(new Keys(List.of(mistaken), Optional.of(mistaken)), Lifetimes.DEFAULT);

        assertThat(catchThrowableOfType(
                        IOException.class,
                        () -> signer.init(
                                Optional.empty(), List.of(CHANNEL), TargetFile.of(TestRepository.POLICY), START)))
                .hasMessageContaining("the signer of the key " + mistaken.id());
    }

    private record Mistaken(FileKey named, FileKey used) implements Signer {

        @Override
        public VerifyingKey publicKey() {
            return named.publicKey();
        }

        @Override
        public byte[] sign(byte[] message) {
            return used.sign(message);
        }
    }

    private static RSAPrivateKey rsa(RSAPrivateKey key, BigInteger p, BigInteger dp, BigInteger dq, BigInteger qInv) {
        return new RSAPrivateKey(
                key.getModulus(), key.getPublicExponent(), key.getPrivateExponent(), p, key.getPrime2(), dp, dq, qInv);
    }

    private Passphrase passphrase() throws IOException {
        Path file = Files.writeString(directory.resolve("passphrase"), "correct horse\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Passphrase.read(file);
    }
}
