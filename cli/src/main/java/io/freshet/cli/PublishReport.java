package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.screen.Figures;
import io.freshet.core.manifest.Pointer;
import io.freshet.providers.api.Traffic;
import io.freshet.publisher.Statistics;
import io.freshet.publisher.commit.Timestamped;
import io.freshet.publisher.delta.DeltaCounts;
import io.freshet.publisher.kept.KeptReport;
import io.freshet.publisher.source.Skipped;
import io.freshet.publisher.upload.ChannelPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a publication did, in words and as JSON. */
final class PublishReport {

    private static final int NAMED = 10;

    private final ChannelPublisher.Outcome outcome;
    private final String base;
    private final Expirations expirations;
    private final Traffic traffic;
    private final Duration time;

    /** @param base where pages are not that are missed, in words */
    PublishReport(ChannelPublisher.Outcome outcome, String base, Expirations expirations, Traffic traffic, long nanos) {
        this.outcome = outcome;
        this.base = base;
        this.expirations = expirations;
        this.traffic = traffic;
        this.time = Duration.ofNanos(nanos);
    }

    /** A line for each of the first things that were left out. */
    List<String> skipped() {
        Skipped skipped = outcome.snapshot().skipped();
        List<String> lines = new ArrayList<>();
        skipped.named().stream()
                .limit(NAMED)
                .forEach(entry -> lines.add("skipped " + entry.path() + ": " + entry.reason()));
        if (skipped.count() > lines.size()) {
            lines.add("skipped " + (skipped.count() - lines.size()) + " more; --json names them");
        }
        return lines;
    }

    /** What went wrong beside the release, which stands. */
    List<String> warnings() {
        List<String> lines = new ArrayList<>();
        outcome.timesNotes().forEach(note -> lines.add("freshet: --trust-times: " + note));
        outcome.notForgotten()
                .ifPresent(why -> lines.add("freshet: released, but notes under intents/ could not be removed: "
                        + why.getMessage() + "\nThe next publication to the channel removes them."));
        outcome.notSketched()
                .ifPresent(why -> lines.add("freshet: released, but the sketches for the next run's deltas could not"
                        + " be kept: " + why.getMessage() + "\nIt reads all of its base to make them again."));
        if (!outcome.released().proven()) {
            lines.add("freshet: released, but the log has no checkpoint of it: no online key here is of Ed25519,"
                    + " which alone signs the log. fetch --require-log refuses this release.");
        }
        outcome.released().witnessed().ifPresent(report -> lines.addAll(new Cosigned(report).warnings()));
        new RemadeLines(outcome.released().remade()).warning().ifPresent(lines::add);
        for (Timestamped each : outcome.released().timestamps()) {
            if (each instanceof Timestamped.Failed failed) {
                lines.add("freshet: released without a timestamp of " + failed.authority() + ": "
                        + failed.why().getMessage());
            }
        }
        outcome.kept().flatMap(KeptLines::warning).ifPresent(lines::add);
        return lines;
    }

    List<String> lines() {
        Statistics s = outcome.snapshot().statistics();
        Pointer pointer = outcome.released().pointer();
        long read = s.bytes() - s.unreadBytes();
        Duration keeping = outcome.kept().map(KeptReport::time).orElse(Duration.ZERO);
        List<String> lines = new ArrayList<>(List.of(
                (outcome.released().isNew() ? "released     " : "unchanged    ") + pointer.channel() + " @ "
                        + pointer.release().sequence() + "  "
                        + outcome.manifest().sha256(),
                "read         " + Figures.bytes(read) + " in " + Figures.count(s.paths() - s.unreadFiles(), "path")
                        + ", " + Figures.rate(read, time.minus(keeping)),
                "new          " + Figures.bytes(s.newBytes()) + " in " + Figures.count(s.newChunks(), "chunk")
                        + ", stored as "
                        + Figures.bytes(s.storedBytes()
                                + (s.deltas().depth() > 0 ? s.deltas().stored() : 0)),
                "again        " + Figures.bytes(s.againBytes()) + ", so that a first fetch reads little for nothing",
                "known        " + Figures.percent(s.bytes() - s.newBytes() - s.againBytes(), s.bytes())
                        + " of the bytes were there already, or are zeros",
                "sent         " + Figures.bytes(traffic.bytesSent()) + " to "
                        + Figures.count(1 + outcome.followers().size(), "destination") + " in "
                        + Figures.count(traffic.requests(), "request") + ", " + Figures.count(s.packs(), "pack")
                        + (outcome.resumed() > 0
                                ? ", " + Figures.count(outcome.resumed(), "pack") + " of an interrupted run found again"
                                : ""),
                "time         " + Figures.time(time)));
        if (s.deltas().withoutBase() > 0) {
            lines.add(
                    3,
                    "deltas       none: nothing is kept as base yet; "
                            + Figures.count(s.deltas().withoutBase(), "new page") + " stored plain");
        }
        if (s.deltas().pages() + s.deltas().notAtHand() + s.deltas().unlike() > 0) {
            lines.add(3, deltas(s));
        }
        if (s.unreadFiles() > 0) {
            lines.add(
                    2,
                    "not read     " + Figures.bytes(s.unreadBytes()) + " in " + Figures.count(s.unreadFiles(), "file")
                            + " whose times are those of the last release");
        }
        for (Timestamped each : outcome.released().timestamps()) {
            if (each instanceof Timestamped.At at) {
                lines.add("timestamped  " + Texts.time(at.time()) + " by " + at.authority());
            }
        }
        outcome.kept().map(KeptLines::line).ifPresent(lines::add);
        outcome.released().witnessed().map(Cosigned::new).map(Cosigned::line).ifPresent(lines::add);
        lines.addAll(expirations.lines());
        return lines;
    }

    /** What an update reads instead of the new pages, where else these are, and what could not be made so. */
    private String deltas(Statistics s) {
        DeltaCounts deltas = s.deltas();
        long plain = s.newBytes() == 0 ? 0 : Math.round((double) s.storedBytes() * deltas.bytes() / s.newBytes());
        String line = "deltas       " + Figures.bytes(deltas.stored())
                + (deltas.depth() > 0
                        ? " for " + Figures.bytes(deltas.bytes()) + " that are stored in no other way, release "
                                + deltas.depth() + " since all was"
                        : " instead of " + Figures.bytes(plain) + " for who has the last release")
                + ", in " + Figures.count(deltas.pages(), "page");
        if (deltas.notAtHand() > 0) {
            line += "; " + Figures.count(deltas.notAtHand(), "page") + " that new ones resemble "
                    + (deltas.notAtHand() == 1 ? "is" : "are") + " not in " + base;
        }
        return deltas.unlike() == 0 ? line : line + "; " + deltas.unlike() + " resemble none that is known";
    }

    ObjectNode json() {
        Statistics s = outcome.snapshot().statistics();
        Pointer pointer = outcome.released().pointer();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("channel", pointer.channel()).put("sequence", pointer.release().sequence());
        json.put("manifest", outcome.manifest().sha256().toString());
        json.put("released", outcome.released().isNew());
        json.put("logProof", outcome.released().proven());
        outcome.released().witnessed().map(Cosigned::new).ifPresent(cosigned -> cosigned.write(json));
        new RemadeLines(outcome.released().remade()).write(json);
        ArrayNode components = json.putArray("components");
        outcome.snapshot()
                .manifest()
                .components()
                .forEach(component -> components
                        .addObject()
                        .put("name", component.name())
                        .put("contentRoot", component.contentRoot().toString()));
        json.put("paths", s.paths()).put("bytes", s.bytes()).put("chunks", s.chunks());
        json.put("newChunks", s.newChunks()).put("newBytes", s.newBytes()).put("storedBytes", s.storedBytes());
        json.put("againBytes", s.againBytes()).put("againStoredBytes", s.againStoredBytes());
        DeltaCounts deltas = s.deltas();
        json.put("deltaPages", deltas.pages()).put("deltaBytes", deltas.bytes());
        json.put("deltaStoredBytes", deltas.stored()).put("deltaDepth", deltas.depth());
        json.put("deltaBasesMissing", deltas.notAtHand()).put("deltaBasesNone", deltas.unlike());
        json.put("deltaPagesWithoutBase", deltas.withoutBase());
        json.put("unreadFiles", s.unreadFiles()).put("unreadBytes", s.unreadBytes());
        json.put("packs", s.packs()).put("packBytes", s.packBytes()).put("resumedPacks", outcome.resumed());
        json.put("requests", traffic.requests()).put("failedRequests", traffic.failures());
        json.put("bytesSent", traffic.bytesSent()).put("bytesReceived", traffic.bytesReceived());
        json.put("races", outcome.released().races()).put("seconds", time.toMillis() / 1000.0);
        ArrayNode skipped = json.putArray("skipped");
        outcome.snapshot()
                .skipped()
                .named()
                .forEach(entry -> skipped.addObject().put("path", entry.path()).put("reason", entry.reason()));
        ArrayNode notes = json.putArray("timesNotes");
        outcome.timesNotes().forEach(notes::add);
        ArrayNode timestamps = json.putArray("timestamps");
        for (Timestamped each : outcome.released().timestamps()) {
            ObjectNode one = timestamps.addObject().put("authority", each.authority());
            switch (each) {
                case Timestamped.At at ->
                    one.put("path", at.path()).put("time", at.time().toString());
                case Timestamped.Failed failed ->
                    one.put("problem", failed.why().getMessage());
            }
        }
        outcome.kept().ifPresent(kept -> KeptLines.write(kept, json.putObject("keptBase")));
        expirations.write(json);
        Followers.write(outcome.followers(), json);
        return json;
    }
}
