package io.freshet.fetcher.tree;

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

    private final @Nullable MethodHandle open;
    private final @Nullable MethodHandle ioctl;
    private final @Nullable MethodHandle close;
    private volatile boolean refused;

    private Cloner(@Nullable MethodHandle open, @Nullable MethodHandle ioctl, @Nullable MethodHandle close) {
        this.open = open;
        this.ioctl = ioctl;
        this.close = close;
    }

    /** Clones where this system can. */
    public static Cloner ofSystem() {
        String system = System.getProperty("os.name", "");
        String machine = System.getProperty("os.arch", "");
        if (!system.equals("Linux") || !(machine.equals("amd64") || machine.equals("aarch64"))) {
            return new Cloner(null, null, null);
        }
        Linker linker = Linker.nativeLinker();
        ValueLayout.OfInt number = ValueLayout.JAVA_INT;
        Linker.Option twoFixed = Linker.Option.firstVariadicArg(2);
        return new Cloner(
                handle(linker, "open", FunctionDescriptor.of(number, ValueLayout.ADDRESS, number, number), twoFixed),
                handle(linker, "ioctl", FunctionDescriptor.of(number, number, ValueLayout.JAVA_LONG, number), twoFixed),
                handle(linker, "close", FunctionDescriptor.of(number, number)));
    }

    @SuppressWarnings("restricted") // the three calls are those of this class, with the types that Linux has
    private static @Nullable MethodHandle handle(
            Linker linker, String name, FunctionDescriptor type, Linker.Option... options) {
        return linker.defaultLookup()
                .find(name)
                .map(address -> linker.downcallHandle(address, type, options))
                .orElse(null);
    }

    /** Makes {@code copy}, which must not exist, a clone of {@code file}; false, and no file, where that can't be done. */
    boolean clone(Path file, Path copy) throws IOException {
        if (refused
                || open == null
                || ioctl == null
                || close == null
                || !ofSystem(copy)
                || !Files.isRegularFile(file)) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            int from = (int) open.invokeExact(path(arena, file), READ_ONLY, 0);
            int to = from < 0 ? -1 : (int) open.invokeExact(path(arena, copy), CREATE_NEW_FOR_WRITING, 0600);
            int result = to < 0 ? -1 : (int) ioctl.invokeExact(to, FICLONE, from);
            closeFile(from);
            closeFile(to);
            if (result < 0) {
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

    private void closeFile(int descriptor) throws Throwable {
        if (descriptor >= 0 && close != null) {
            int ignored = (int) close.invokeExact(descriptor);
        }
    }

    private static MemorySegment path(Arena arena, Path path) {
        return arena.allocateFrom(path.toAbsolutePath().toString(), StandardCharsets.UTF_8);
    }
}
