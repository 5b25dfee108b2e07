package io.freshet.cli;

import io.freshet.core.index.EntryPath;
import io.freshet.core.manifest.Component;
import io.freshet.fetcher.version.FetchedDirectory;
import io.freshet.fetcher.version.VersionId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/**
 * A file of a fetched version, by the name that it has on this machine.
 *
 * @param component the component that it lies in
 * @param path its path there
 */
record FetchedFile(Version version, Component component, EntryPath path) {

    /** The file of that name, which need not be there. */
    static FetchedFile of(Path file) throws IOException, UsageException {
        Path whole = file.toAbsolutePath().normalize();
        for (Path above = whole.getParent(); above != null; above = above.getParent()) {
            Optional<FetchedDirectory> directory = FetchedDirectory.at(above);
            if (directory.isPresent()) {
                return in(directory.get(), above.relativize(whole), file);
            }
        }
        throw new UsageException(file + " lies in no fetched directory: name it like DIR/current/db/mdbx.dat");
    }

    private static FetchedFile in(FetchedDirectory directory, Path inside, Path file)
            throws IOException, UsageException {
        String first = inside.getName(0).toString();
        boolean versions = first.equals("versions") && inside.getNameCount() > 2;
        boolean current = first.equals("current") && inside.getNameCount() > 1;
        Optional<Long> sequence =
                versions ? VersionId.parse(inside.getName(1).toString()).map(VersionId::sequence) : Optional.empty();
        if (!current && sequence.isEmpty()) {
            throw new UsageException(file + " is no file of a version: those lie in " + directory.path()
                    + "/current and " + directory.path() + "/versions");
        }
        Version version = Version.of(new Place.Directory(directory, sequence), ReleaseName.CURRENT);
        String name = inside.subpath(current ? 1 : 2, inside.getNameCount()).toString();
        Optional<String> problem = EntryPath.problem(name);
        if (problem.isPresent()) {
            throw new UsageException(file + " can't be in a release: " + problem.get());
        }
        return in(version, new EntryPath(name));
    }

    /** The deepest component owns it. */
    private static FetchedFile in(Version version, EntryPath path) throws UsageException {
        Component component = version.components().stream()
                .filter(each -> path.isIn(each.root()) && !path.equals(each.root()))
                .max(Comparator.comparingInt(each -> each.root().value().length()))
                .orElseThrow(() -> new UsageException(path + " is in no component that was fetched"));
        int prefix = component.root().value().isEmpty()
                ? 0
                : component.root().value().length() + 1;
        return new FetchedFile(version, component, new EntryPath(path.value().substring(prefix)));
    }
}
