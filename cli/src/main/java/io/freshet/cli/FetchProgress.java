package io.freshet.cli;

import io.freshet.cli.screen.Figures;
import io.freshet.cli.screen.Status;
import io.freshet.fetcher.download.Progress;
import io.freshet.fetcher.http.MirrorReport;
import io.freshet.fetcher.http.Mirrors;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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
        List<String> lines = mirrors.reports().stream().map(FetchProgress::line).toList();
        String note =
                Figures.bytes(progress.downloaded()) + " downloaded, " + Figures.bytes(progress.reused()) + " reused";
        return new Status("fetch", progress.done(), progress.total(), note, lines);
    }

    /** {@code https://a.example/base  120 MB in 14 requests; 1 Unreachable; 2 objects in quarantine}. */
    static String line(MirrorReport mirror) {
        String text = mirror.mirror() + "  " + Figures.bytes(mirror.bytes()) + " in "
                + Figures.count(mirror.requests(), "request");
        if (!mirror.faults().isEmpty()) {
            text += "; "
                    + mirror.faults().entrySet().stream()
                            .map(fault -> fault.getValue() + " " + fault.getKey())
                            .collect(Collectors.joining(", "));
        }
        return mirror.quarantined() == 0
                ? text
                : text + "; " + Figures.count(mirror.quarantined(), "object") + " in quarantine";
    }
}
