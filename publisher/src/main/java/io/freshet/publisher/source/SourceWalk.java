package io.freshet.publisher.source;

import io.freshet.core.index.EntryPath;
import io.freshet.core.index.LinkTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Visits the entries of a component in the order of the index. Follows no symbolic link: each directory is checked to be
 * the one that its path names, before and after it is listed. Holds the names of one directory a level.
 *
 * <p>Left out, and named: sockets, pipes and devices, lock files, links that lead out of the component, and what the rules
 * exclude. Other components' directories are theirs.
 */
public final class SourceWalk {

    private final Path source;
    private final SourceRules rules;
    private final Set<EntryPath> componentRoots = new HashSet<>();
    private final Skipped skipped = new Skipped();

    /** Takes the entries of a component. */
    @FunctionalInterface
    public interface Visitor {
        /** The next entry; the component's own root comes first. */
        void entry(SourceEntry entry) throws IOException, InterruptedException;
    }

    /**
     * @param source the data directory
     * @param components all parts that will be published
     */
    public SourceWalk(Path source, SourceRules rules, List<ComponentSpec> components) throws IOException {
        if (!Files.isDirectory(source)) {
            throw new SourceMissing(source);
        }
        this.source = source.toRealPath();
        this.rules = rules;
        components.forEach(component -> componentRoots.add(component.root()));
    }

    /** What was left out so far. */
    public Skipped skipped() {
        return skipped;
    }

    /**
     * Visits all entries of a component.
     *
     * @throws NameRefused at a name that can't stand in a snapshot
     */
    public void walk(ComponentSpec component, Visitor visitor) throws IOException, InterruptedException {
        Path root = source.resolve(component.root().value());
        FileState state = rootState(root);
        visitor.entry(new SourceEntry(EntryPath.ROOT, root, state, ""));
        new OneComponent(component, visitor, skipped).children(EntryPath.ROOT, root, state);
    }

    /**
     * Looks through all components before any byte is read.
     *
     * @return what they will amount to
     * @throws LocalFilesFound if there are local files that no rule allows or excludes
     */
    public SourceSize check(List<ComponentSpec> components) throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        Totals totals = new Totals();
        for (ComponentSpec component : components) {
            Path root = source.resolve(component.root().value());
            FileState state = rootState(root);
            totals.add(state);
            OneComponent walk =
                    new OneComponent(component, entry -> totals.add(component.name(), entry), new Skipped());
            walk.stopping = found;
            walk.children(EntryPath.ROOT, root, state);
        }
        if (!found.isEmpty()) {
            throw new LocalFilesFound(found);
        }
        return new SourceSize(totals.paths, totals.bytes, totals.stamps.finish(), totals.changed);
    }

    /** What was seen so far. */
    private static final class Totals {

        private long paths;
        private long bytes;
        private final FileStamps stamps = new FileStamps();
        private Instant changed = Instant.EPOCH;

        void add(String component, SourceEntry entry) {
            if (entry.isFile()) {
                stamps.add(component, entry.path(), entry.size(), entry.modifiedAt());
            }
            add(entry.state());
        }

        void add(FileState state) {
            paths++;
            bytes += state.isFile() ? state.size() : 0;
            changed = state.changed().isAfter(changed) ? state.changed() : changed;
        }
    }

    private static FileState rootState(Path root) throws IOException {
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            throw new SourceMissing(root);
        }
        return FileState.read(root);
    }

    /** The walk through one component. */
    private final class OneComponent {

        private final ComponentSpec component;
        private final Visitor visitor;
        private final Skipped leftOut;

        /** Takes the paths of local files, which are passed over then; without it the first one is an error. */
        private @Nullable List<String> stopping;

        OneComponent(ComponentSpec component, Visitor visitor, Skipped leftOut) {
            this.component = component;
            this.visitor = visitor;
            this.leftOut = leftOut;
        }

        void children(EntryPath path, Path directory, FileState state) throws IOException, InterruptedException {
            requireReal(directory);
            for (Path name : names(directory)) {
                entry(path.value(), directory, name);
            }
            FileState after = FileState.read(directory);
            requireReal(directory);
            if (after.inode() != state.inode()) {
                throw new FileChanged(directory, "another directory took its place");
            }
        }

        private void entry(String parent, Path directory, Path name) throws IOException, InterruptedException {
            Path file = directory.resolve(name);
            EntryPath path = path(parent, name.toString(), file);
            EntryPath inSource = component.root().value().isEmpty()
                    ? path
                    : new EntryPath(component.root().value() + "/" + path.value());
            if (componentRoots.contains(inSource)) {
                return;
            }
            if (rules.excludes(inSource)) {
                leftOut.add(inSource.value(), "excluded by the configuration");
                return;
            }
            if (rules.stops(inSource)) {
                stop(inSource);
                return;
            }
            FileState state = FileState.read(file);
            if (state.isDirectory()) {
                visitor.entry(new SourceEntry(path, file, state, ""));
                children(path, file, state);
            } else if (state.isLink()) {
                link(path, inSource, file, state);
            } else if (!state.isFile()) {
                leftOut.add(inSource.value(), "a socket, pipe or device");
            } else if (SourceRules.isLock(name.toString())) {
                leftOut.add(inSource.value(), "a lock file");
            } else {
                visitor.entry(new SourceEntry(path, file, state, ""));
            }
        }

        private void stop(EntryPath inSource) throws LocalFilesFound {
            if (stopping == null) {
                throw new LocalFilesFound(List.of(inSource.value()));
            }
            if (stopping.size() < LocalFilesFound.NAMED) {
                stopping.add(inSource.value());
            }
        }

        private void link(EntryPath path, EntryPath inSource, Path file, FileState state)
                throws IOException, InterruptedException {
            String target = Files.readSymbolicLink(file).toString();
            Optional<String> problem = LinkTarget.problem(path, target);
            if (problem.isPresent()) {
                leftOut.add(inSource.value(), "a symbolic link: " + problem.get());
            } else {
                visitor.entry(new SourceEntry(path, file, state, target));
            }
        }
    }

    private static EntryPath path(String parent, String name, Path file) throws NameRefused {
        if (!file.getFileSystem().getPath(name).equals(file.getFileName())) {
            throw new NameRefused(
                    file,
                    "its name is not valid UTF-8, or Java was started with a locale of another encoding"
                            + " (set LC_ALL=C.UTF-8)");
        }
        String path = parent.isEmpty() ? name : parent + "/" + name;
        Optional<String> problem = EntryPath.problem(path);
        if (problem.isPresent()) {
            throw new NameRefused(file, problem.get());
        }
        return new EntryPath(path);
    }

    /** Names in a directory, sorted by their bytes. */
    private static List<Path> names(Path directory) throws IOException {
        @SuppressWarnings("ArrayRecordComponent") // compared by the array's bytes alone
        record Name(Path name, byte[] bytes) {}
        List<Name> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path file : stream) {
                Path name = file.getFileName();
                if (name != null) {
                    names.add(new Name(name, name.toString().getBytes(StandardCharsets.UTF_8)));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort((a, b) -> Arrays.compareUnsigned(a.bytes, b.bytes));
        return names.stream().map(Name::name).toList();
    }

    /** The walk began at a path without links: one on the way to a directory has come since. */
    private void requireReal(Path directory) throws IOException {
        if (!directory.toRealPath().equals(directory)) {
            throw new FileChanged(directory, "a symbolic link took the place of a directory on the way to it");
        }
    }
}
