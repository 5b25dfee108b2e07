package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.screen.Figures;
import io.freshet.cli.screen.Screen;
import io.freshet.cli.screen.Status;
import io.freshet.core.manifest.Component;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.download.Progress;
import io.freshet.reader.tar.TarExport;
import io.freshet.reader.tar.TarReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Exports a snapshot in a form that needs no Freshet. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis =
                "freshet export URL (--root=FILE | --root-sha256=HEX) [--channel=NAME[@N]] --tar=FILE [OPTIONS]",
        description = "Write a snapshot of a repository as one plain .tar.zst, for those who have only tar and zstd.",
        footer = {
            "",
            "The frames that the repository stores are copied as they are, so that this takes little more than their",
            "transfer; every chunk is verified before its bytes are written. Holes stay holes. FILE appears when it is",
            "complete. On standard output, an archive that could not be completed lacks its end, and tar says so.",
            "",
            "Examples:",
            "  freshet export https://a.example/base --root root.json --channel mainnet/archive --tar reth.tar.zst",
            "  freshet export s3://acme/base --root root.json --component state --tar - | zstd -dc | tar x -C"
                    + " /data/reth"
        })
final class ExportCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "WHERE", description = "URL of a repository or of its descriptor.")
    private @Nullable String where;

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Option(names = "--channel", paramLabel = "NAME[@N]", description = "Channel, and number of the release in it.")
    private ReleaseName release = ReleaseName.CURRENT;

    @Option(
            names = "--component",
            paramLabel = "NAME",
            description = "Component to write; repeat for more. All by default.")
    private List<String> components = new ArrayList<>();

    @Option(names = "--tar", required = true, paramLabel = "FILE", description = "Where to; - for standard output.")
    private String tar = "-";

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        if (options.place(where) instanceof Place.Repository place) {
            try (NamedRepository repository = options.open(place)) {
                export(repository);
            }
            return ExitCode.OK.code();
        }
        throw new UsageException(
                where + " is a fetched directory, which has files and no frames: tar makes an archive of"
                        + " it, tar --zstd -cSf FILE -C " + where + "/current .");
    }

    private void export(NamedRepository repository) throws IOException, TrustException, UsageException {
        NamedRepository.Found found = repository.find(release);
        Snapshot snapshot = repository.repository().snapshot(found.release());
        List<Component> wanted = wanted(snapshot);
        Progress progress = new Progress();
        long started = System.nanoTime();
        TarReport report;
        try (ArchiveFile file = ArchiveFile.open(tar, console);
                Screen screen = console.show(() -> status(progress))) {
            report = new TarExport(snapshot, repository.repository().ranges(), options.temporary(), progress)
                    .write(wanted, file.stream());
            file.complete();
        }
        report(found, report, Duration.ofNanos(System.nanoTime() - started));
    }

    private List<Component> wanted(Snapshot snapshot) throws UsageException {
        List<Component> all = snapshot.manifest().components();
        List<String> names = all.stream().map(Component::name).toList();
        for (String name : components) {
            if (!names.contains(name)) {
                throw new UsageException(
                        "there is no component " + name + "; the snapshot has " + String.join(", ", names));
            }
        }
        return components.isEmpty()
                ? all
                : all.stream()
                        .filter(component -> components.contains(component.name()))
                        .toList();
    }

    private static Status status(Progress progress) {
        return new Status("export", progress.done(), progress.total(), "", List.of());
    }

    private void report(NamedRepository.Found found, TarReport report, Duration time) {
        List<String> lines = List.of(
                "exported     " + found + " to " + tar + " in " + Figures.time(time) + ", "
                        + Figures.rate(report.bytes(), time),
                "archive      " + Figures.bytes(report.archiveBytes()) + " for " + Figures.bytes(report.bytes())
                        + " in " + String.format(Locale.ROOT, "%,d entries", report.entries()),
                "copied       " + Figures.count(report.copiedFrames(), "frame") + ", "
                        + Figures.bytes(report.copiedBytes()) + " as they are stored",
                "made         " + Figures.count(report.madeFrames(), "frame") + ", " + Figures.bytes(report.madeBytes())
                        + " for " + Figures.bytes(report.madePlain())
                        + " of headers, padding and what could not be copied");
        if (tar.equals("-")) {
            // Standard output is the archive's.
            lines.forEach(console::say);
            return;
        }
        console.result(json(found, report, time), lines);
    }

    private ObjectNode json(NamedRepository.Found found, TarReport report, Duration time) {
        return found.json()
                .put("file", Path.of(tar).toString())
                .put("entries", report.entries())
                .put("bytes", report.bytes())
                .put("archiveBytes", report.archiveBytes())
                .put("copiedFrames", report.copiedFrames())
                .put("copiedBytes", report.copiedBytes())
                .put("madeFrames", report.madeFrames())
                .put("madeBytes", report.madeBytes())
                .put("madePlain", report.madePlain())
                .put("seconds", time.toMillis() / 1000.0);
    }
}
