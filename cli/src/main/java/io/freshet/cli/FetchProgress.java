package io.freshet.cli;

import io.freshet.cli.screen.Figures;
import io.freshet.cli.screen.MirrorLine;
import io.freshet.cli.screen.Status;
import io.freshet.fetcher.download.Progress;
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
        List<String> lines = mirrors.reports().stream().map(MirrorLine::of).toList();
        String note =
                Figures.bytes(progress.downloaded()) + " downloaded, " + Figures.bytes(progress.reused()) + " reused";
        return new Status("fetch", progress.done(), progress.total(), note, lines);
    }
}
