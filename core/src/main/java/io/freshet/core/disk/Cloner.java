package io.freshet.core.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes copy-on-write clones of files, where the file system does (XFS, Btrfs): a clone costs no space and no time, and
 * what changes in it later costs what changed. By {@code ioctl(FICLONE)}; the first refusal is taken for all.
 */
public final class Cloner {

    private static final long FICLONE = 0x40049409L;
    private static final int READ_ONLY = 0;
    private static final int CREATE_NEW_FOR_WRITING = 0x01 | 0x40 | 0x80;

    /** O_NOFOLLOW of the processor. */
    private final int noFollow;

    private volatile boolean refused;

    private Cloner(int noFollow, boolean refused) {
        this.noFollow = noFollow;
        this.refused = refused;
    }

    /** Clones where this system can. */
    public static Cloner ofSystem() {
        boolean isLinux = System.getProperty("os.name", "").equals("Linux");
        return switch (System.getProperty("os.arch", "")) {
            case "amd64" -> new Cloner(0x20000, !isLinux);
            case "aarch64" -> new Cloner(0x8000, !isLinux);
            default -> new Cloner(0, true);
        };
    }

    /** The three calls, linked when the first clone is to be made: that takes longer than many a fetch makes them for. */
    private static final class Calls {
        private static final Linker LINKER = Linker.nativeLinker();
        private static final ValueLayout.OfInt NUMBER = ValueLayout.JAVA_INT;
        private static final Linker.Option TWO_FIXED = Linker.Option.firstVariadicArg(2);

        static final @Nullable MethodHandle OPEN =
                handle("open", FunctionDescriptor.of(NUMBER, ValueLayout.ADDRESS, NUMBER, NUMBER), TWO_FIXED);
        static final @Nullable MethodHandle IOCTL =
                handle("ioctl", FunctionDescriptor.of(NUMBER, NUMBER, ValueLayout.JAVA_LONG, NUMBER), TWO_FIXED);
        static final @Nullable MethodHandle CLOSE = handle("close", FunctionDescriptor.of(NUMBER, NUMBER));

        @SuppressWarnings("restricted") // the three calls are those of this class, with the types that Linux has
        private static @Nullable MethodHandle handle(String name, FunctionDescriptor type, Linker.Option... options) {
            return LINKER.defaultLookup()
                    .find(name)
                    .map(address -> LINKER.downcallHandle(address, type, options))
                    .orElse(null);
        }
    }

    /**
     * Makes {@code copy} a clone of {@code file} that its owner alone may use; false where that can't be done, and all is as
     * it was, a file that is there already included. No link is followed.
     */
    public boolean clone(Path file, Path copy) throws IOException {
        if (refused || !ofSystem(copy) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        MethodHandle open = Calls.OPEN;
        MethodHandle ioctl = Calls.IOCTL;
        if (open == null || ioctl == null || Calls.CLOSE == null) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            int from = (int) open.invokeExact(path(arena, file), READ_ONLY | noFollow, 0);
            int to = from < 0 ? -1 : (int) open.invokeExact(path(arena, copy), CREATE_NEW_FOR_WRITING, 0600);
            int result = to < 0 ? -1 : (int) ioctl.invokeExact(to, FICLONE, from);
            closeFile(from);
            closeFile(to);
            if (to >= 0 && result < 0) {
                refused = true;
                Files.deleteIfExists(copy);
            }
            return result >= 0;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call without checked exceptions threw one", e);
        }
    }

    /** What is no path of the system's own can't be handed to the system. */
    private static boolean ofSystem(Path path) {
        return path.getFileSystem().equals(FileSystems.getDefault());
    }

    private static void closeFile(int descriptor) throws Throwable {
        MethodHandle close = Calls.CLOSE;
        if (descriptor >= 0 && close != null) {
            int ignored = (int) close.invokeExact(descriptor);
        }
    }

    private static MemorySegment path(Arena arena, Path path) {
        return arena.allocateFrom(path.toAbsolutePath().toString(), StandardCharsets.UTF_8);
    }
}
