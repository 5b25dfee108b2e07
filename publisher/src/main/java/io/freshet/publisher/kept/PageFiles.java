package io.freshet.publisher.kept;

import io.freshet.core.chunk.ChunkerSpec;
import io.freshet.core.chunk.Profile;
import io.freshet.core.pack.FrameLimits;
import io.freshet.publisher.dedupe.KnownPages;
import io.freshet.publisher.source.ComponentSpec;
import io.freshet.publisher.source.LibC;
import io.freshet.publisher.source.SourceEntry;
import io.freshet.publisher.source.SourceWalk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The files of a source that are cut into pages, in the order of the tree, as many as can be bases. */
final class PageFiles {

    private final Profile profile;
    private final Optional<LibC> libC;
    private final List<PageFile> files = new ArrayList<>();
    private long listed;
    private long bytes;

    private PageFiles(Profile profile, Optional<LibC> libC) {
        this.profile = profile;
        this.libC = libC;
    }

    static PageFiles of(SourceWalk walk, List<ComponentSpec> components, Profile profile, Optional<LibC> libC)
            throws IOException, InterruptedException {
        PageFiles found = new PageFiles(profile, libC);
        for (ComponentSpec component : components) {
            walk.walk(component, entry -> found.add(component, entry));
        }
        return found;
    }

    List<PageFile> files() {
        return files;
    }

    /** Where they lie. */
    Set<Path> paths() {
        return files.stream().map(PageFile::path).collect(Collectors.toSet());
    }

    /** Bytes that are in no hole, of all such files, also of those that are too many. */
    long bytes() {
        return bytes;
    }

    private void add(ComponentSpec component, SourceEntry entry) throws IOException {
        if (!entry.isFile() || !hasPages(entry)) {
            return;
        }
        long data = Data.bytes(libC, entry.file(), entry.size());
        bytes += data;
        listed += KnownPages.listedBytes(entry.path());
        if (listed <= KnownPages.MOST_LISTED) {
            Path path = Path.of(component.root().value(), entry.path().value());
            files.add(new PageFile(path, entry.file(), data));
        }
    }

    private boolean hasPages(SourceEntry entry) {
        return profile.chunkerFor(entry.path().value()) instanceof ChunkerSpec.Fixed(int size)
                && size <= FrameLimits.MAX_DELTA
                && entry.size() >= size;
    }
}
