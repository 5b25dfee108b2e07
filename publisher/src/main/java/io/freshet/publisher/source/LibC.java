package io.freshet.publisher.source;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The calls of Linux that Java has no words for: {@code lseek} with {@code SEEK_DATA}, on a descriptor of our own. */
public final class LibC {

    private static final int SEEK_DATA = 3;
    private static final int ENXIO = 6;
    private static final int O_CLOEXEC = 02000000;

    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();

    private final MethodHandle open;
    private final MethodHandle lseek;
    private final MethodHandle close;
    private final VarHandle errno = CALL_STATE.varHandle(PathElement.groupElement("errno"));
    private final int openFlags;

    @SuppressWarnings("restricted") // whoever starts this program allows native calls: zstd needs them as well
    private LibC(int noFollow) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup symbols = linker.defaultLookup();
        open = linker.downcallHandle(
                symbols.findOrThrow("open"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        lseek = linker.downcallHandle(
                symbols.findOrThrow("lseek"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT),
                Linker.Option.captureCallState("errno"));
        close = linker.downcallHandle(
                symbols.findOrThrow("close"), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        openFlags = O_CLOEXEC | noFollow;
    }

    /** The calls of this system, if its constants are known: those of 64-bit Linux on two kinds of processor. */
    public static Optional<LibC> find() {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux")) {
            return Optional.empty();
        }
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> Optional.of(new LibC(0400000));
            case "aarch64" -> Optional.of(new LibC(0100000));
            default -> Optional.empty();
        };
    }

    /** Opens a file for reading, unless it is a symbolic link; negative where that fails. */
    int open(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return (int) open.invokeExact(arena.allocateFrom(file.toString()), openFlags);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Offset of the first data at or behind {@code from}; negative if there is none, or the file system can't tell. */
    long nextData(int descriptor, long from, MemorySegment callState) throws IOException {
        try {
            return (long) lseek.invokeExact(callState, descriptor, from, SEEK_DATA);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Whether the last call failed because nothing but a hole is there. */
    boolean nothingThere(MemorySegment callState) {
        return (int) errno.get(callState, 0L) == ENXIO;
    }

    void close(int descriptor) throws IOException {
        try {
            int _ = (int) close.invokeExact(descriptor);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    MemorySegment callState(Arena arena) {
        return arena.allocate(CALL_STATE);
    }

    private static IOException failed(Throwable e) {
        return new IOException("a call of the system's C library could not be made", e);
    }
}
