package io.freshet.providers.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;

/** A session with a token (PKCS#11, section 5.6), read only. */
final class Session implements AutoCloseable {

    static final long CKA_CLASS = 0x0;
    static final long CKA_LABEL = 0x3;
    static final long CKA_KEY_TYPE = 0x100;
    static final long CKA_ID = 0x102;
    static final long CKA_MODULUS = 0x120;
    static final long CKA_PUBLIC_EXPONENT = 0x122;
    static final long CKA_EC_PARAMS = 0x180;
    static final long CKA_EC_POINT = 0x181;
    static final long CKA_ALWAYS_AUTHENTICATE = 0x202;

    static final long CKO_PUBLIC_KEY = 2;
    static final long CKO_PRIVATE_KEY = 3;

    private static final long CKF_SERIAL_SESSION = 4;
    private static final long CKU_USER = 1;
    private static final long CKU_CONTEXT_SPECIFIC = 2;

    /** CK_ATTRIBUTE: type, value, length. */
    private static final int ATTRIBUTE_BYTES = 24;
    /** CK_MECHANISM: type, parameter, length. */
    private static final int MECHANISM_BYTES = 24;

    private static final int MOST_VALUE = 4096;

    private final Library library;
    private final long handle;

    Session(Library library, long slot) throws CallFailed, IOException {
        this.library = library;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG);
            library.call(Call.C_OPEN_SESSION, slot, CKF_SERIAL_SESSION, MemorySegment.NULL, MemorySegment.NULL, out);
            this.handle = out.get(JAVA_LONG, 0);
        }
    }

    /** Shows the token who this is; no PIN is given where it is typed on the token itself. */
    void login(Optional<byte[]> pin) throws CallFailed, IOException {
        try {
            login(CKU_USER, pin);
        } catch (CallFailed e) {
            if (e.code() != CallFailed.CKR_USER_ALREADY_LOGGED_IN) {
                throw e;
            }
        }
    }

    private void login(long user, Optional<byte[]> pin) throws CallFailed, IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = pin.map(known -> bytes(arena, known)).orElse(MemorySegment.NULL);
            try {
                library.call(
                        Call.C_LOGIN,
                        handle,
                        user,
                        bytes,
                        pin.map(known -> (long) known.length).orElse(0L));
            } finally {
                pin.ifPresent(_ -> bytes.fill((byte) 0));
            }
        }
    }

    /** The objects of these attributes, two at most: more than one is an error to all who ask. */
    long[] find(Map<Long, byte[]> attributes) throws CallFailed, IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment template =
                    arena.allocate((long) ATTRIBUTE_BYTES * attributes.size(), ADDRESS.byteAlignment());
            long at = 0;
            for (Map.Entry<Long, byte[]> each : attributes.entrySet()) {
                attribute(template, at, each.getKey(), bytes(arena, each.getValue()), each.getValue().length);
                at += ATTRIBUTE_BYTES;
            }
            library.call(Call.C_FIND_OBJECTS_INIT, handle, template, (long) attributes.size());
            MemorySegment found = arena.allocate(JAVA_LONG, 2);
            MemorySegment count = arena.allocate(JAVA_LONG);
            try {
                library.call(Call.C_FIND_OBJECTS, handle, found, 2L, count);
            } finally {
                library.call(Call.C_FIND_OBJECTS_FINAL, handle);
            }
            return found.asSlice(0, JAVA_LONG.byteSize() * count.get(JAVA_LONG, 0))
                    .toArray(JAVA_LONG);
        }
    }

    /** An attribute of an object; nothing if it has none, or keeps it to itself. */
    Optional<byte[]> attribute(long object, long type) throws CallFailed, IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(MOST_VALUE);
            MemorySegment template = arena.allocate(ATTRIBUTE_BYTES, ADDRESS.byteAlignment());
            attribute(template, 0, type, value, MOST_VALUE);
            library.call(Call.C_GET_ATTRIBUTE_VALUE, handle, object, template, 1L);
            long length = template.get(JAVA_LONG, 16);
            return length < 0 || length > MOST_VALUE
                    ? Optional.empty()
                    : Optional.of(value.asSlice(0, length).toArray(JAVA_BYTE));
        } catch (CallFailed e) {
            if (e.code() == CallFailed.CKR_ATTRIBUTE_SENSITIVE || e.code() == CallFailed.CKR_ATTRIBUTE_TYPE_INVALID) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static void attribute(MemorySegment template, long at, long type, MemorySegment value, long length) {
        template.set(JAVA_LONG, at, type);
        template.set(ADDRESS, at + 8, value);
        template.set(JAVA_LONG, at + 16, length);
    }

    /**
     * Signs by a private key.
     *
     * @param parameter of the mechanism; empty where it takes none
     * @param pin for keys that ask for it each time
     */
    byte[] sign(long key, long mechanism, long[] parameter, byte[] data, Optional<byte[]> pin)
            throws CallFailed, IOException {
        boolean eachTime = attribute(key, CKA_ALWAYS_AUTHENTICATE)
                .map(value -> value.length == 1 && value[0] != 0)
                .orElse(false);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(MECHANISM_BYTES, ADDRESS.byteAlignment());
            how.set(JAVA_LONG, 0, mechanism);
            if (parameter.length > 0) {
                how.set(ADDRESS, 8, arena.allocateFrom(JAVA_LONG, parameter));
                how.set(JAVA_LONG, 16, JAVA_LONG.byteSize() * parameter.length);
            }
            library.call(Call.C_SIGN_INIT, handle, how, key);
            if (eachTime) {
                login(CKU_CONTEXT_SPECIFIC, pin);
            }
            MemorySegment signature = arena.allocate(MOST_VALUE);
            MemorySegment length = arena.allocate(JAVA_LONG);
            length.set(JAVA_LONG, 0, MOST_VALUE);
            library.call(Call.C_SIGN, handle, bytes(arena, data), (long) data.length, signature, length);
            return signature
                    .asSlice(0, Math.min(MOST_VALUE, length.get(JAVA_LONG, 0)))
                    .toArray(JAVA_BYTE);
        }
    }

    private static MemorySegment bytes(Arena arena, byte[] bytes) {
        return arena.allocateFrom(JAVA_BYTE, bytes);
    }

    @Override
    public void close() throws IOException {
        try {
            library.call(Call.C_CLOSE_SESSION, handle);
        } catch (CallFailed e) {
            // The token is gone, and the session with it.
        }
    }
}
