package io.freshet.fetcher.crash;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The real file system, with every change below a directory noted on a {@link Disk}. */
final class RecordedFiles extends FileSystemProvider {

    private final Path root;
    private final Disk disk;
    private final RecordedSystem system = new RecordedSystem(this);

    /** @param root an empty directory */
    RecordedFiles(Path root, Disk disk) {
        this.root = root;
        this.disk = disk;
    }

    /** The directory, as what is to be watched must see it. */
    Path root() {
        return new RecordedPath(this, root);
    }

    RecordedSystem system() {
        return system;
    }

    private static Path real(Path path) {
        return RecordedPath.real(path);
    }

    private String name(Path path) {
        return root.relativize(real(path).toAbsolutePath()).toString();
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        String name = name(path);
        boolean made = !Files.exists(real(path), LinkOption.NOFOLLOW_LINKS);
        FileChannel channel = FileChannel.open(real(path), options, attributes);
        if (made) {
            disk.create(name, false);
            noteMode(path);
        } else if (options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
            disk.truncate(name, 0);
        }
        return new RecordedChannel(channel, name, disk);
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
        Files.createDirectory(real(directory), attributes);
        disk.create(name(directory), true);
        noteMode(directory);
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) throws IOException {
        Files.createSymbolicLink(real(link), real(target), attributes);
        disk.link(name(link), target.toString());
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        return new RecordedPath(this, Files.readSymbolicLink(real(link)));
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.delete(real(path));
        disk.remove(name(path));
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
        Files.move(real(from), real(to), options);
        disk.move(name(from), name(to));
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) throws IOException {
        boolean made = !Files.exists(real(to), LinkOption.NOFOLLOW_LINKS);
        Files.copy(real(from), real(to), options);
        if (made) {
            disk.create(name(to), false);
        } else {
            disk.truncate(name(to), 0);
        }
        disk.write(name(to), 0, Files.readAllBytes(real(to)));
        noteMode(to);
    }

    private void noteMode(Path path) throws IOException {
        int mode = (Integer) Files.getAttribute(real(path), "unix:mode", LinkOption.NOFOLLOW_LINKS);
        disk.mode(name(path), mode & 07777);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        Files.setAttribute(real(path), attribute, value, options);
        if (attribute.equals("unix:mode")) {
            disk.mode(name(path), (Integer) value);
        }
    }

    // ---- What changes nothing, or nothing that is looked at

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return Files.getFileAttributeView(real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return Files.readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return Files.readAttributes(real(path), attributes, options);
    }

    @Override
    @SuppressWarnings("StreamResourceLeak") // whoever closes ours closes it
    public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(real(directory));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                Iterator<Path> each = stream.iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return each.hasNext();
                    }

                    @Override
                    public Path next() {
                        return new RecordedPath(RecordedFiles.this, each.next());
                    }
                };
            }

            @Override
            public void close() throws IOException {
                stream.close();
            }
        };
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return Files.isSameFile(real(path), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return Files.isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return Files.getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        real(path).getFileSystem().provider().checkAccess(real(path), modes);
    }

    @Override
    public String getScheme() {
        return "recorded";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }

    /** The file system that these paths belong to. */
    static final class RecordedSystem extends FileSystem {
        private final RecordedFiles files;

        RecordedSystem(RecordedFiles files) {
            this.files = files;
        }

        @Override
        public FileSystemProvider provider() {
            return files;
        }

        @Override
        public Path getPath(String first, String... more) {
            return new RecordedPath(files, Path.of(first, more));
        }

        @Override
        public void close() {}

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public String getSeparator() {
            return "/";
        }

        @Override
        public Iterable<Path> getRootDirectories() {
            return List.of();
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            return List.of();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return FileSystems.getDefault().supportedFileAttributeViews();
        }

        @Override
        public PathMatcher getPathMatcher(String pattern) {
            throw new UnsupportedOperationException();
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            throw new UnsupportedOperationException();
        }

        @Override
        public WatchService newWatchService() {
            throw new UnsupportedOperationException();
        }
    }
}
