package io.freshet.cli;

import io.freshet.cli.screen.Figures;
import io.freshet.cli.screen.MirrorLine;
import io.freshet.cli.screen.Status;
import io.freshet.fetcher.download.Progress;
import io.freshet.fetcher.http.MirrorReport;
import io.freshet.fetcher.http.Mirrors;
import java.util.List;
import java.util.function.Supplier;

/** How a fetch goes on, with a line for each mirror. */
final class FetchProgress implements Supplier<Status> {

    private final Progress progress;
    private final Mirrors mirrors;

    FetchProgress(Progress progress, Mirrors mirrors) {
        this.progress = progress;
        this.mirrors = mirrors;
    }

    @Override
    public Status get() {
        List<MirrorReport> reports = mirrors.reports();
        List<String> lines = reports.stream().map(MirrorLine::of).toList();
        // As at the end: what came over the network, which of a delta is much less than what is made of it.
        long transferred = reports.stream().mapToLong(MirrorReport::bytes).sum();
        String note = Figures.bytes(transferred) + " downloaded, " + Figures.bytes(progress.reused()) + " reused";
        return new Status("fetch", progress.done(), progress.total(), note, lines);
    }
}
