package io.freshet.core.trust;

/** A private key of a key file. Its numbers leave it only into such a file, and it prints as {@code ***}. */
public sealed interface FileKey extends Signer permits SigningKey, EcdsaSigningKey, RsaSigningKey {

    @Override
    byte[] sign(byte[] message);
}
