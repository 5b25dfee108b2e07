/**
 * Private keys in tokens: {@code pkcs11:token=NAME;object=NAME} (RFC 7512), through the token's own library (PKCS#11,
 * version 2.40), which is called by its C functions. Java's own provider of tokens shows no private key that has no
 * certificate beside it, and signs with none of Ed25519.
 */
@NullMarked
package io.freshet.providers.pkcs11;

import org.jspecify.annotations.NullMarked;
