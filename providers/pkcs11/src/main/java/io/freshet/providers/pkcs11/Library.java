package io.freshet.providers.pkcs11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * A token's library, loaded and begun (PKCS#11, section 5.4). Whoever closes it ends what it began: a token that is put
 * in again later is seen then.
 */
final class Library implements AutoCloseable {

    /** CK_C_INITIALIZE_ARGS: four callbacks, flags, reserved. */
    private static final int INITIALIZE_ARGS = 48;

    private static final long FLAGS_OFFSET = 32;
    private static final long CKF_OS_LOCKING_OK = 2;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment functions;
    private final boolean begun;

    /**
     * Loads the library of {@code file}.
     *
     * @throws IllegalArgumentException if it can't be loaded, or is none of a token
     */
    Library(Path file) throws CallFailed, IOException {
        boolean complete = false;
        try {
            this.functions = functions(file);
            this.begun = begin();
            complete = true;
        } finally {
            if (!complete) {
                arena.close();
            }
        }
    }

    /** For as long as the process runs: libraries of tokens start threads, and do not all survive being unloaded. */
    @SuppressWarnings("restricted") // whoever starts this program allows native calls: zstd needs them as well
    private MemorySegment functions(Path file) throws IOException {
        MemorySegment symbol = SymbolLookup.libraryLookup(file, Arena.global())
                .find("C_GetFunctionList")
                .orElseThrow(() -> new IllegalArgumentException("it has no C_GetFunctionList"));
        MethodHandle get = Linker.nativeLinker().downcallHandle(symbol, FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        MemorySegment list = arena.allocate(ADDRESS);
        try {
            long code = (long) get.invokeExact(list);
            if (code != 0) {
                throw new IllegalArgumentException("its C_GetFunctionList returned " + code);
            }
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException("a function of " + file + " could not be called", e);
        }
        return list.get(ADDRESS, 0).reinterpret(Call.C_SIGN.offset() + ADDRESS.byteSize());
    }

    /** Whether that was left to us: another part of the program may use the library as well. */
    private boolean begin() throws CallFailed, IOException {
        MemorySegment arguments = arena.allocate(INITIALIZE_ARGS, ADDRESS.byteAlignment());
        arguments.set(JAVA_LONG, FLAGS_OFFSET, CKF_OS_LOCKING_OK);
        try {
            call(Call.C_INITIALIZE, arguments);
            return true;
        } catch (CallFailed e) {
            if (e.code() == CallFailed.CKR_CRYPTOKI_ALREADY_INITIALIZED) {
                return false;
            }
            throw e;
        }
    }

    /** Calls a function with its parameters: {@code Long}s, {@code Byte}s and segments. */
    @SuppressWarnings("restricted") // as above
    void call(Call function, Object... parameters) throws CallFailed, IOException {
        MethodHandle handle =
                Linker.nativeLinker().downcallHandle(functions.get(ADDRESS, function.offset()), function.descriptor());
        long code;
        try {
            code = (long) handle.invokeWithArguments(parameters);
        } catch (Throwable e) {
            throw new IOException("a function of the token's library could not be called: " + function.name(), e);
        }
        if (code != 0) {
            throw new CallFailed(function, code);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (begun) {
                call(Call.C_FINALIZE, MemorySegment.NULL);
            }
        } catch (CallFailed e) {
            // There is nothing left to end.
        } finally {
            arena.close();
        }
    }
}
