package io.freshet.providers.pkcs11;

import io.freshet.core.trust.SignerException;

/** What a token's library returns, in the words of who holds the token. */
final class Failures {

    private Failures() {}

    static SignerException translate(TokenUri uri, CallFailed failure) {
        String key = uri.text();
        String words = String.valueOf(failure.getMessage());
        return switch ((int) failure.code()) {
            case 0xA0, 0xA1, 0xA2 ->
                new SignerException.Denied(
                        key,
                        "the PIN is wrong (" + words + ")",
                        "name the file that holds it: pin-source=file:/PATH in the URI, or --passphrase-file; tokens"
                                + " lock after some attempts",
                        failure);
            case 0xA3, 0xA4, 0x102 ->
                new SignerException.Denied(
                        key,
                        "the token takes no PIN now (" + words + ")",
                        "its security officer sets a new one",
                        failure);
            case 0x101, 0x68 ->
                new SignerException.Denied(
                        key,
                        "the token does not let us sign (" + words + ")",
                        "give its PIN: --passphrase-file",
                        failure);
            case 0x70, 0x71 ->
                new SignerException.NotFound(
                        key,
                        "the token does not sign by this type of key (" + words + ")",
                        "take another: ECDSA on P-256 is what most know",
                        failure);
            default ->
                new SignerException.Unreachable(
                        key,
                        "the token does not answer (" + words + ")",
                        "look whether it is in, and try again",
                        failure);
        };
    }
}
