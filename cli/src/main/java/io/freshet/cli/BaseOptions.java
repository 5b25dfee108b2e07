package io.freshet.cli;

import io.freshet.cli.screen.Figures;
import io.freshet.core.Digest;
import io.freshet.core.trust.ChannelName;
import io.freshet.publisher.kept.KeptBase;
import io.freshet.publisher.kept.KeptBaseRefused;
import io.freshet.publisher.kept.KeptFiles;
import io.freshet.publisher.upload.ChannelPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What new pages are stored as deltas against, and where that comes from. */
final class BaseOptions {

    @Option(
            names = "--base",
            paramLabel = "DIR",
            description =
                    "The data that the channel's last release was made of, as a file-system snapshot or a copy: new"
                            + " pages are stored as deltas against those that they resemble, so that an update reads a"
                            + " tenth.")
    private @Nullable Path base;

    @Option(
            names = "--keep-base",
            paramLabel = "SIZE",
            converter = ByteCount.class,
            description = "Keep such a copy below --state, of up to SIZE bytes, like 200GiB: made after the release, of"
                    + " files that are cut into pages; the next run's base unless --base says another. 0 removes"
                    + " it.")
    private @Nullable Long keep;

    /** What is in the way of these options. */
    void check() throws UsageException {
        if (base != null && !Files.isDirectory(base)) {
            throw new UsageException("--base " + base + " is not a directory");
        }
    }

    /**
     * What deltas of a source are made with, if they are asked for.
     *
     * @param state the directory of what is kept
     * @param root digest of the repository's root metadata
     */
    Optional<ChannelPublisher.Deltas> deltas(Path state, Digest root, ChannelName channel, Path source)
            throws IOException, UsageException {
        if (base == null && keep == null) {
            return Optional.empty();
        }
        Optional<KeptBase> kept = keep == null ? Optional.empty() : Optional.of(kept(state, root, channel, source));
        return Optional.of(new ChannelPublisher.Deltas(
                Optional.ofNullable(base).or(() -> kept.flatMap(KeptBase::tree)),
                new KeptFiles(state.resolve("sketches"), root),
                kept));
    }

    private KeptBase kept(Path state, Digest root, ChannelName channel, Path source)
            throws IOException, UsageException {
        Path place = new KeptFiles(state.resolve("bases"), root).file(channel, "base");
        try {
            return KeptBase.open(place, keep == null ? 0 : keep, source);
        } catch (KeptBaseRefused e) {
            throw new UsageException(e.getMessage() + ": name another directory by --state");
        }
    }

    /** What will be kept or removed, in words; empty if nothing will. */
    static Optional<String> announcement(KeptBase kept) {
        if (kept.limit() > 0) {
            return Optional.of("freshet: up to " + Figures.bytes(kept.limit()) + " of page files will be kept in "
                    + kept.directory() + " after the release");
        }
        return kept.isThere()
                ? Optional.of("freshet: what is kept in " + kept.directory() + " will be removed after the release")
                : Optional.empty();
    }

    /** Where pages are not that are missed, in words. */
    String missedIn() {
        return base == null ? "the kept base" : "--base any more";
    }
}
