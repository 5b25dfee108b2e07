package io.freshet.fetcher;

import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.download.Progress;
import io.freshet.fetcher.http.HttpLimits;
import io.freshet.fetcher.http.Mirror;
import io.freshet.fetcher.http.MirrorChoice;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.log.LogRule;
import io.freshet.fetcher.log.Logged;
import io.freshet.fetcher.trust.Acceptance;
import io.freshet.fetcher.trust.ChannelSnapshot;
import io.freshet.fetcher.trust.RootOfTrust;
import io.freshet.fetcher.version.Home;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * A channel, fetched in one call: for programs that need no more than {@code freshet fetch} does. Those that want other
 * limits, or another choice of mirrors, put {@link Home}, {@link Mirrors}, {@link Intake} and {@link Fetch} together
 * themselves.
 *
 * @param mirrors where the repository can be read from; at least one
 * @param root what its publisher is known by
 * @param log what is required of the repository's log; nothing by default
 * @param acceptance what else a release must be; nothing by default
 */
public record ChannelFetch(
        List<Mirror> mirrors, RootOfTrust root, ChannelName channel, Optional<LogRule> log, Acceptance acceptance) {

    /** @throws IllegalArgumentException if there is no mirror */
    public ChannelFetch {
        mirrors = List.copyOf(mirrors);
        if (mirrors.isEmpty()) {
            throw new IllegalArgumentException("there must be a mirror");
        }
    }

    /** A fetch of whatever the publisher has released. */
    public ChannelFetch(List<Mirror> mirrors, RootOfTrust root, ChannelName channel) {
        this(mirrors, root, channel, Optional.empty(), Acceptance.ANY);
    }

    /**
     * Fetches the current snapshot into {@code directory}, all components, unless it is in use there already; its tree is
     * in {@code directory/current} then. What is interrupted resumes when it is called again.
     *
     * @throws TrustException if no mirror has what can be trusted
     * @throws IOException if no mirror can serve, or the directory can't be written
     */
    public FetchReport into(Path directory) throws IOException, TrustException {
        return run(FetchRequest.into(directory), new Progress());
    }

    /**
     * Fetches as {@code request} says.
     *
     * @param progress is kept up to date, for another thread to look at
     */
    public FetchReport run(FetchRequest request, Progress progress) throws IOException, TrustException {
        try (Home home = Home.open(request.into(), request.replace());
                Mirrors open = new Mirrors(
                        mirrors, HttpLimits.DEFAULTS, MirrorChoice.LEAST_LOADED, Thread::sleep, System::nanoTime)) {
            Intake intake = new Intake(home, open, Clock.systemUTC());
            ChannelSnapshot found = intake.finder().find(root, channel, acceptance);
            Optional<Logged> logged = intake.take(found, log);
            FetchReport report = new Fetch(request, open, progress).run(home, found.snapshot());
            intake.prove(report.version(), found, logged);
            return report;
        }
    }
}
