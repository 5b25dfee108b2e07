package io.freshet.providers.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.trust.SignerException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tokens that a library sees. */
final class Tokens {

    /** CK_TOKEN_INFO: label, manufacturer, model, serial number, flags, and what is not read here. */
    private static final int INFO_BYTES = 208;

    private static final int FLAGS_OFFSET = 96;
    private static final long CKF_LOGIN_REQUIRED = 0x4;
    private static final long CKF_PROTECTED_AUTHENTICATION_PATH = 0x100;

    private static final int MOST_SLOTS = 256;

    private Tokens() {}

    /**
     * A token.
     *
     * @param needsLogin whether its private keys are shown to nobody else
     * @param hasPinPad whether the PIN is typed on it
     */
    record Token(long slot, boolean needsLogin, boolean hasPinPad) {}

    /**
     * The one token that {@code uri} names.
     *
     * @throws SignerException.Unreachable if there is none now
     * @throws SignerException.Invalid if there are several
     */
    static Token find(Library library, TokenUri uri) throws CallFailed, IOException {
        List<Token> fitting = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(INFO_BYTES, ADDRESS.byteAlignment());
            for (long slot : slots(library, arena)) {
                library.call(Call.C_GET_TOKEN_INFO, slot, info);
                // Slots for tokens to be have no label.
                Optional.of(field(info, "token"))
                        .filter(label -> !label.isEmpty())
                        .ifPresent(seen::add);
                if (fits(info, uri)) {
                    long flags = info.get(JAVA_LONG, FLAGS_OFFSET);
                    fitting.add(new Token(
                            slot, (flags & CKF_LOGIN_REQUIRED) != 0, (flags & CKF_PROTECTED_AUTHENTICATION_PATH) != 0));
                }
            }
        }
        if (fitting.isEmpty()) {
            throw new SignerException.Unreachable(
                    uri.text(),
                    "no such token is here" + (seen.isEmpty() ? "" : ", but " + String.join(", ", seen)),
                    "put it in, or correct the URI: pkcs11-tool --module LIBRARY -T lists tokens",
                    null);
        }
        if (fitting.size() > 1) {
            throw new SignerException.Invalid(
                    uri.text(),
                    "several tokens fit",
                    "tell them apart: serial=…; pkcs11-tool --module LIBRARY -T lists them");
        }
        return fitting.getFirst();
    }

    private static List<Long> slots(Library library, Arena arena) throws CallFailed, IOException {
        MemorySegment count = arena.allocate(JAVA_LONG);
        count.set(JAVA_LONG, 0, MOST_SLOTS);
        MemorySegment slots = arena.allocate(JAVA_LONG, MOST_SLOTS);
        library.call(Call.C_GET_SLOT_LIST, (byte) 1, slots, count);
        List<Long> present = new ArrayList<>();
        for (long i = 0; i < Math.min(MOST_SLOTS, count.get(JAVA_LONG, 0)); i++) {
            present.add(slots.getAtIndex(JAVA_LONG, i));
        }
        return present;
    }

    private static boolean fits(MemorySegment info, TokenUri uri) {
        return TokenUri.OF_TOKEN.stream()
                .filter(uri.attributes()::containsKey)
                .allMatch(name -> new String(uri.attributes().get(name), UTF_8).equals(field(info, name)));
    }

    private static String field(MemorySegment info, String name) {
        MemorySegment padded = switch (name) {
            case "token" -> info.asSlice(0, 32);
            case "manufacturer" -> info.asSlice(32, 32);
            case "model" -> info.asSlice(64, 16);
            case "serial" -> info.asSlice(80, 16);
            default -> throw new IllegalArgumentException("tokens have no " + name);
        };
        byte[] bytes = padded.toArray(JAVA_BYTE);
        return new String(bytes, UTF_8).stripTrailing();
    }
}
