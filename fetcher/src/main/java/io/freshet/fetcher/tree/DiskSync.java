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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a whole tree durable: by one {@code syncfs} where the system has one that reports failures (Linux 5.8), and else
 * file by file. What fails to be written between the time when this is made and that of {@link #tree} is noticed.
 */
public final class DiskSync implements AutoCloseable {

    private static final int READ_ONLY = 0;
    private static final Pattern RELEASE = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4}).*");

    private final @Nullable MethodHandle syncfs;
    private final @Nullable MethodHandle close;
    private final int descriptor;

    private DiskSync(@Nullable MethodHandle syncfs, @Nullable MethodHandle close, int descriptor) {
        this.syncfs = syncfs;
        this.close = close;
        this.descriptor = descriptor;
    }

    /** As this system can, for the file system that {@code directory} is in. */
    public static DiskSync of(Path directory) {
        // What is no path of the system's own can't be handed to the system.
        if (!directory.getFileSystem().equals(FileSystems.getDefault())
                || !reportsFailures(System.getProperty("os.name", ""), System.getProperty("os.version", ""))) {
            return fileByFile();
        }
        Linker linker = Linker.nativeLinker();
        ValueLayout.OfInt number = ValueLayout.JAVA_INT;
        Linker.Option twoFixed = Linker.Option.firstVariadicArg(2);
        MethodHandle open =
                handle(linker, "open", FunctionDescriptor.of(number, ValueLayout.ADDRESS, number), twoFixed);
        MethodHandle syncfs = handle(linker, "syncfs", FunctionDescriptor.of(number, number));
        MethodHandle close = handle(linker, "close", FunctionDescriptor.of(number, number));
        return open == null || syncfs == null || close == null
                ? fileByFile()
                : new DiskSync(syncfs, close, open(open, directory));
    }

    /** As any system can. */
    public static DiskSync fileByFile() {
        return new DiskSync(null, null, -1);
    }

    /** Before Linux 5.8 {@code syncfs} said that all is well when a write had failed. */
    static boolean reportsFailures(String system, String version) {
        Matcher release = RELEASE.matcher(version);
        if (!system.equals("Linux") || !release.matches()) {
            return false;
        }
        int major = Integer.parseInt(release.group(1));
        return major > 5 || (major == 5 && Integer.parseInt(release.group(2)) >= 8);
    }

    private static int open(MethodHandle open, Path directory) {
        try (Arena arena = Arena.ofConfined()) {
            String path = directory.toAbsolutePath().toString();
            return (int) open.invokeExact(arena.allocateFrom(path, StandardCharsets.UTF_8), READ_ONLY);
        } catch (Throwable e) {
            throw unexpected(e);
        }
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
        // What it refuses, the files themselves say better.
        if (descriptor < 0 || syncfs == null || call(syncfs) != 0) {
            eachOf(root);
        }
    }

    @Override
    public void close() {
        if (descriptor >= 0 && close != null) {
            call(close);
        }
    }

    private int call(MethodHandle handle) {
        try {
            return (int) handle.invokeExact(descriptor);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static RuntimeException unexpected(Throwable e) {
        return switch (e) {
            case RuntimeException defect -> defect;
            case Error error -> throw error;
            default -> new IllegalStateException("a call without checked exceptions threw one", e);
        };
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
