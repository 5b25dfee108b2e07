package io.freshet.fetcher.tree;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Makes a whole tree durable: by one {@code syncfs} where the system has it, which is far faster than a wait for each of
 * many files, and else file by file.
 */
public final class DiskSync {

    private static final int READ_ONLY = 0;

    private final @Nullable MethodHandle open;
    private final @Nullable MethodHandle syncfs;
    private final @Nullable MethodHandle close;

    private DiskSync(@Nullable MethodHandle open, @Nullable MethodHandle syncfs, @Nullable MethodHandle close) {
        this.open = open;
        this.syncfs = syncfs;
        this.close = close;
    }

    /** As this system can. */
    public static DiskSync ofSystem() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return fileByFile();
        }
        Linker linker = Linker.nativeLinker();
        ValueLayout.OfInt number = ValueLayout.JAVA_INT;
        Linker.Option twoFixed = Linker.Option.firstVariadicArg(2);
        return new DiskSync(
                handle(linker, "open", FunctionDescriptor.of(number, ValueLayout.ADDRESS, number), twoFixed),
                handle(linker, "syncfs", FunctionDescriptor.of(number, number)),
                handle(linker, "close", FunctionDescriptor.of(number, number)));
    }

    /** As any system can. */
    public static DiskSync fileByFile() {
        return new DiskSync(null, null, null);
    }

    @SuppressWarnings("restricted") // the three calls are those of this class, with the types that Linux has
    private static @Nullable MethodHandle handle(
            Linker linker, String name, FunctionDescriptor type, Linker.Option... options) {
        return linker.defaultLookup()
                .find(name)
                .map(address -> linker.downcallHandle(address, type, options))
                .orElse(null);
    }

    /** Waits until all files and directories from {@code root} on are on the disk. */
    public void tree(Path root) throws IOException {
        if (!atOnce(root)) {
            eachOf(root);
        }
    }

    private boolean atOnce(Path root) {
        // What is no path of the system's own can't be handed to the system.
        if (open == null || syncfs == null || close == null || root.getFileSystem() != FileSystems.getDefault()) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            String path = root.toAbsolutePath().toString();
            int directory = (int) open.invokeExact(arena.allocateFrom(path, StandardCharsets.UTF_8), READ_ONLY);
            if (directory < 0) {
                return false;
            }
            int failed = (int) syncfs.invokeExact(directory);
            int ignored = (int) close.invokeExact(directory);
            return failed == 0;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call without checked exceptions threw one", e);
        }
    }

    private static void eachOf(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    Durable.file(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Durable.directory(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
