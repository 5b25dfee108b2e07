package io.freshet.providers.pkcs11;

import io.freshet.core.Digest;
import io.freshet.core.trust.EcdsaKey;
import io.freshet.core.trust.EcdsaSignature;
import io.freshet.core.trust.Ed25519Key;
import io.freshet.core.trust.KeyElsewhere;
import io.freshet.core.trust.Passphrase;
import io.freshet.core.trust.PublicKeyFile;
import io.freshet.core.trust.RsaKey;
import io.freshet.core.trust.SignerContext;
import io.freshet.core.trust.SignerException;
import io.freshet.core.trust.VerifyingKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** A private key in a token. Each use begins with the library and ends with it, so that no session outlives a token. */
final class TokenKey implements KeyElsewhere {

    private static final long CKM_RSA_PKCS_PSS = 0xD;
    private static final long CKM_ECDSA = 0x1041;
    private static final long CKM_EDDSA = 0x1057;
    /** CK_RSA_PKCS_PSS_PARAMS: CKM_SHA256, CKG_MGF1_SHA256, a salt of 32 bytes. */
    private static final long[] PSS = {0x250, 2, 32};

    /** A library is begun and ended for the whole process. */
    private static final Object ONE_AT_A_TIME = new Object();

    private final TokenUri uri;
    private final Path module;
    private final SignerContext context;

    /** @throws SignerException.Invalid if nothing says which library is the token's */
    TokenKey(TokenUri uri, SignerContext context) throws SignerException {
        this.uri = uri;
        this.context = context;
        this.module = uri.module()
                .or(() -> context.variable("PKCS11_MODULE_PATH").map(Path::of))
                .orElseThrow(() -> new SignerException.Invalid(
                        uri.text(),
                        "nothing says which library the token has",
                        "add ?module-path=/PATH, or set PKCS11_MODULE_PATH"));
    }

    /** What is done with a key that was found. */
    private interface Use<T> {
        T on(Session session, long key, Optional<byte[]> pin) throws CallFailed, IOException;
    }

    private <T> T use(Use<T> use) throws IOException {
        Optional<byte[]> pin = pin();
        synchronized (ONE_AT_A_TIME) {
            try (Library library = open()) {
                Tokens.Token token = Tokens.find(library, uri);
                try (Session session = new Session(library, token.slot())) {
                    if (token.needsLogin()) {
                        session.login(token.hasPinPad() ? Optional.empty() : Optional.of(pin.orElseThrow(this::noPin)));
                    }
                    return use.on(session, one(session), pin);
                }
            } catch (CallFailed e) {
                throw Failures.translate(uri, e);
            } finally {
                pin.ifPresent(bytes -> Arrays.fill(bytes, (byte) 0));
            }
        }
    }

    private Optional<byte[]> pin() throws IOException {
        Optional<Passphrase> given = uri.pinSource().isPresent()
                ? Optional.of(Passphrase.read(uri.pinSource().get()))
                : context.passphrase();
        return given.map(Passphrase::bytes);
    }

    private SignerException noPin() {
        return new SignerException.Denied(
                uri.text(),
                "the token asks for its PIN",
                "name a file of mode 0600 that holds it: pin-source=file:/PATH in the URI, or --passphrase-file",
                null);
    }

    private Library open() throws CallFailed, IOException {
        try {
            return new Library(module);
        } catch (IllegalArgumentException e) {
            String why = Files.exists(module) ? "is no library of a token: " + e.getMessage() : "is not there";
            throw new SignerException.NotFound(
                    uri.text(), "the module " + module + " " + why, "correct module-path, or install it", e);
        }
    }

    private long one(Session session) throws CallFailed, IOException {
        long[] found = session.find(named(Session.CKO_PRIVATE_KEY));
        if (found.length == 0) {
            throw new SignerException.NotFound(
                    uri.text(),
                    "the token has no such private key",
                    "correct object or id: pkcs11-tool --module " + module + " --login -O lists them",
                    null);
        }
        if (found.length > 1) {
            throw new SignerException.Invalid(
                    uri.text(),
                    "several private keys fit",
                    "tell them apart: id=%…; pkcs11-tool --login -O lists them");
        }
        return found[0];
    }

    private Map<Long, byte[]> named(long objectClass) {
        Map<Long, byte[]> attributes = new HashMap<>();
        attributes.put(Session.CKA_CLASS, ofLong(objectClass));
        Optional.ofNullable(uri.attributes().get("object")).ifPresent(name -> attributes.put(Session.CKA_LABEL, name));
        Optional.ofNullable(uri.attributes().get("id")).ifPresent(id -> attributes.put(Session.CKA_ID, id));
        return attributes;
    }

    private static byte[] ofLong(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(value)
                .array();
    }

    /** The public half: a private key of RSA has it in itself; otherwise an object of the same id, or name, is it. */
    @Override
    public VerifyingKey publicKey() throws IOException {
        return use((session, key, pin) -> {
            long[] beside = session.find(beside(session, key));
            try {
                return PublicHalf.read(session, beside.length == 1 ? beside[0] : key);
            } catch (NoSuchElementException e) {
                throw new SignerException.NotFound(
                        uri.text(),
                        "there is no public key beside the private one",
                        "store it in the token, with the same id: pkcs11-tool --write-object --type pubkey",
                        null);
            } catch (IllegalArgumentException e) {
                throw new SignerException.NotFound(
                        uri.text(),
                        "the key is of a type that signs nothing here: " + e.getMessage(),
                        "name one of " + PublicKeyFile.TYPES,
                        null);
            }
        });
    }

    private Map<Long, byte[]> beside(Session session, long key) throws CallFailed, IOException {
        Map<Long, byte[]> attributes = named(Session.CKO_PUBLIC_KEY);
        Optional<byte[]> id = session.attribute(key, Session.CKA_ID).filter(bytes -> bytes.length > 0);
        id.ifPresent(bytes -> {
            attributes.remove(Session.CKA_LABEL);
            attributes.put(Session.CKA_ID, bytes);
        });
        return attributes;
    }

    /** Signs by the scheme of {@code publicKey}. */
    @Override
    public byte[] sign(VerifyingKey publicKey, byte[] message) throws IOException {
        byte[] digest = Digest.of(message).bytes();
        return switch (publicKey) {
            case Ed25519Key _ -> sign(CKM_EDDSA, new long[0], message);
            case RsaKey _ -> sign(CKM_RSA_PKCS_PSS, PSS, digest);
            case EcdsaKey _ -> ecdsa(sign(CKM_ECDSA, new long[0], digest));
        };
    }

    private byte[] sign(long mechanism, long[] parameter, byte[] data) throws IOException {
        return use((session, key, pin) -> session.sign(key, mechanism, parameter, data, pin));
    }

    /** Tokens return r and s, one after the other, of equal length. */
    private static byte[] ecdsa(byte[] pair) {
        int half = pair.length / 2;
        return new EcdsaSignature(new BigInteger(1, pair, 0, half), new BigInteger(1, pair, half, pair.length - half))
                .encode();
    }
}
