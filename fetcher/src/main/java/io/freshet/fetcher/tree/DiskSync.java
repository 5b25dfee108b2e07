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
import java.util.Optional;
import java.util.function.Function;
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

    /** Of the directory whose file system is synced; negative where its files are. */
    private final int descriptor;

    private DiskSync(int descriptor) {
        this.descriptor = descriptor;
    }

    /** The system's calls. To link them takes Java some 0.3 s. */
    private static final class Calls {

        static final Optional<Calls> OF_SYSTEM =
                reportsFailures(System.getProperty("os.name", ""), System.getProperty("os.version", ""))
                        ? link()
                        : Optional.empty();

        final MethodHandle open;
        final MethodHandle syncfs;
        final MethodHandle close;

        private Calls(MethodHandle open, MethodHandle syncfs, MethodHandle close) {
            this.open = open;
            this.syncfs = syncfs;
            this.close = close;
        }

        /** Returns when the calls are linked, if they can be. */
        static void ready() {}

        private static Optional<Calls> link() {
            Linker linker = Linker.nativeLinker();
            ValueLayout.OfInt number = ValueLayout.JAVA_INT;
            Linker.Option twoFixed = Linker.Option.firstVariadicArg(2);
            var open = handle(linker, "open", FunctionDescriptor.of(number, ValueLayout.ADDRESS, number), twoFixed);
            var syncfs = handle(linker, "syncfs", FunctionDescriptor.of(number, number));
            var close = handle(linker, "close", FunctionDescriptor.of(number, number));
            return open.isEmpty() || syncfs.isEmpty() || close.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Calls(open.get(), syncfs.get(), close.get()));
        }

        @SuppressWarnings("restricted") // the three calls are those of this class, with the types that Linux has
        private static Optional<MethodHandle> handle(
                Linker linker, String name, FunctionDescriptor type, Linker.Option... options) {
            return linker.defaultLookup().find(name).map(address -> linker.downcallHandle(address, type, options));
        }
    }

    /** Begins to get ready for {@link #of}, which will be called soon. */
    public static void prepare() {
        Thread.ofPlatform().daemon().name("disk-sync").start(Calls::ready);
    }

    /** As this system can, for the file system that {@code directory} is in. */
    public static DiskSync of(Path directory) {
        // What is no path of the system's own can't be handed to the system.
        boolean ofSystem = directory.getFileSystem().equals(FileSystems.getDefault());
        return ofSystem
                ? Calls.OF_SYSTEM
                        .map(calls -> new DiskSync(open(calls, directory)))
                        .orElseGet(DiskSync::fileByFile)
                : fileByFile();
    }

    /** As any system can. */
    public static DiskSync fileByFile() {
        return new DiskSync(-1);
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

    private static int open(Calls calls, Path directory) {
        try (Arena arena = Arena.ofConfined()) {
            String path = directory.toAbsolutePath().toString();
            return (int) calls.open.invokeExact(arena.allocateFrom(path, StandardCharsets.UTF_8), READ_ONLY);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Waits until all files and directories from {@code root} on are on the disk. */
    public void tree(Path root) throws IOException {
        // What it refuses, the files themselves say better.
        if (call(calls -> calls.syncfs) != 0) {
            eachOf(root);
        }
    }

    @Override
    public void close() {
        call(calls -> calls.close);
    }

    /** What the call says of the descriptor; without one, that it failed. */
    private int call(Function<Calls, MethodHandle> which) {
        if (descriptor < 0 || Calls.OF_SYSTEM.isEmpty()) {
            return -1;
        }
        try {
            return (int) which.apply(Calls.OF_SYSTEM.get()).invokeExact(descriptor);
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
