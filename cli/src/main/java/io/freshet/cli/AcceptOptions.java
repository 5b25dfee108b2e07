package io.freshet.cli;

import io.freshet.core.Digest;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.anchor.AnchorRule;
import io.freshet.fetcher.trust.Acceptance;
import io.freshet.fetcher.trust.ChannelSnapshot;
import io.freshet.fetcher.trust.RootOfTrust;
import io.freshet.fetcher.trust.SnapshotFinder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which snapshot of a channel is taken. */
final class AcceptOptions {

    @Option(
            names = "--max-age",
            paramLabel = "SPAN",
            converter = TimeSpan.class,
            description = "Refuse a snapshot that was captured longer ago, like 36h or 2d.")
    private @Nullable Duration maxAge;

    @Option(
            names = "--manifest",
            paramLabel = "sha256:HEX",
            description = "Break-glass: fetch the release of this manifest, even where signatures have expired or the"
                    + " channel is halted. The digest is all that it is trusted for: have it from who knows.")
    private @Nullable Digest manifest;

    @Mixin
    private AnchorOptions anchors = new AnchorOptions();

    /** Refuses what makes no sense, by itself or together. */
    void check(LogOptions log) throws IOException, UsageException {
        Optional<AnchorRule> rule = anchors.rule();
        boolean young = maxAge != null || rule.flatMap(AnchorRule::maxLag).isPresent();
        if (manifest != null && (young || log.rule().isPresent())) {
            throw new UsageException("--manifest takes one snapshot for its digest, whatever its age and whether or not"
                    + " it is logged: leave --max-age, --max-lag-blocks, --require-log and --log-policy out");
        }
    }

    /** Finds it. */
    ChannelSnapshot find(SnapshotFinder finder, RootOfTrust root, ChannelName channel)
            throws IOException, TrustException, UsageException {
        return manifest == null
                ? finder.find(root, channel, new Acceptance(Optional.ofNullable(maxAge), anchors.rule()))
                : finder.findManifest(root, channel, manifest, anchors.rule());
    }

    /** When it was taken for its digest alone, if it was. */
    Optional<Instant> byManifest(Instant now) {
        return manifest == null ? Optional.empty() : Optional.of(now);
    }

    /** Says loudly what was not asked about. */
    void warn(ChannelSnapshot found, Instant now, Console console) {
        if (manifest == null) {
            return;
        }
        Instant expires = found.expiry().expires();
        console.say(
                "freshet: WARNING: --manifest takes release " + found.snapshot().sequence() + " for its digest alone,"
                        + " sha256:" + manifest + ". Expiry, halts, approvals, height and log were not asked about"
                        + (expires.isBefore(now)
                                ? "; the signatures of " + found.expiry().role() + " have expired: "
                                        + Texts.expiry(expires, now)
                                : "")
                        + found.pointer()
                                .halt()
                                .map(halt -> "; the channel is halted: " + halt.reason())
                                .orElse("")
                        + ". It is on record in .freshet/origins. Make sure that the digest is the publisher's");
    }
}
