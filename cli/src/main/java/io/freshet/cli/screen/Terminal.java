package io.freshet.cli.screen;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The terminal that standard error goes to. Java's own console is one only where standard output is a terminal, too:
 * that says nothing of where progress goes.
 */
public final class Terminal {

    private static final int STANDARD_OUTPUT = 1;
    private static final int STANDARD_ERROR = 2;
    private static final long SIZE_OF_LINUX = 0x5413;
    private static final long SIZE_OF_MAC = 0x40087468;
    private static final Size USUAL = new Size(80, 24);

    private final MethodHandle ioctl;
    private final long request;

    private Terminal(MethodHandle ioctl, long request) {
        this.ioctl = ioctl;
        this.request = request;
    }

    /** How much fits. */
    public record Size(int columns, int rows) {}

    /** The terminal, if there is one that understands escape sequences. */
    public static Optional<Terminal> ofStandardError() {
        String system = System.getProperty("os.name", "");
        boolean known = system.equals("Linux") || system.startsWith("Mac");
        if (!known || "dumb".equals(System.getenv("TERM")) || System.getenv("TERM") == null) {
            return Optional.empty();
        }
        MethodHandle ioctl = handle(
                "ioctl",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                Linker.Option.firstVariadicArg(2));
        if (ioctl == null || !isTerminal(STANDARD_ERROR)) {
            return Optional.empty();
        }
        return Optional.of(new Terminal(ioctl, system.equals("Linux") ? SIZE_OF_LINUX : SIZE_OF_MAC));
    }

    /** Whether standard output goes to a terminal. */
    public static boolean isStandardOutput() {
        return isTerminal(STANDARD_OUTPUT);
    }

    /** Its size now: people resize windows. */
    public Size size() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(ValueLayout.JAVA_SHORT, 4);
            int failed = (int) ioctl.invokeExact(STANDARD_ERROR, request, size);
            int rows = Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 0));
            int columns = Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, 1));
            return failed != 0 || columns == 0 || rows == 0 ? USUAL : new Size(columns, rows);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static boolean isTerminal(int descriptor) {
        MethodHandle isatty = handle("isatty", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            return isatty != null && (int) isatty.invokeExact(descriptor) == 1;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @SuppressWarnings("restricted") // two calls, with the types that Linux and macOS have
    private static @Nullable MethodHandle handle(String name, FunctionDescriptor type, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find(name)
                .map(address -> linker.downcallHandle(address, type, options))
                .orElse(null);
    }

    private static RuntimeException unexpected(Throwable e) {
        return switch (e) {
            case RuntimeException defect -> defect;
            case Error error -> throw error;
            default -> new IllegalStateException("a call without checked exceptions threw one", e);
        };
    }
}
