package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.screen.Figures;
import io.freshet.cli.screen.MirrorLine;
import io.freshet.core.index.EntryPath;
import io.freshet.core.manifest.Chain;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.MirrorVerdict;
import io.freshet.fetcher.FetchReport;
import io.freshet.fetcher.anchor.Anchored;
import io.freshet.fetcher.anchor.Answer;
import io.freshet.fetcher.anchor.Claim;
import io.freshet.fetcher.anchor.Vote;
import io.freshet.fetcher.http.MirrorReport;
import io.freshet.fetcher.log.Logged;
import io.freshet.fetcher.trust.ChannelSnapshot;
import io.freshet.fetcher.version.NodeFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a fetch did, in words and as JSON. */
record Fetched(
        ChannelName channel,
        ChannelSnapshot found,
        Optional<Logged> logged,
        FetchReport report,
        List<MirrorReport> mirrors,
        Duration time) {

    /** How many of the files that were left behind are named. */
    private static final int NAMED = 10;

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add((report.unchanged() ? "in use       " : "fetched      ") + channel + " @ "
                + found.snapshot().sequence() + " in " + report.directory());
        logged.ifPresent(log -> lines.add("logged       as entry " + log.entry() + ", in a log of size "
                + log.head().size()));
        found.anchored().ifPresent(anchored -> anchored(lines, anchored));
        if (!report.unchanged()) {
            lines.add("size         " + Figures.bytes(report.bytes()) + " in " + Figures.time(time) + ", "
                    + Figures.rate(report.bytes(), time));
            lines.add("downloaded   " + Figures.bytes(transferred()) + " for " + Figures.bytes(report.downloaded())
                    + " of files, " + Figures.count(requests(), "request"));
            lines.add("reused       " + Figures.bytes(report.reused()) + " that lay here" + unread());
        }
        if (report.damaged() > 0) {
            lines.add("damaged      " + Figures.bytes(report.damaged()) + " here had changed, and were not reused");
        }
        if (!report.carried().isEmpty()) {
            lines.add("carried      "
                    + String.join(
                            ", ",
                            report.carried().stream().map(EntryPath::value).toList()));
        }
        left(lines);
        mirrors.forEach(mirror -> lines.add("mirror       " + MirrorLine.of(mirror)));
        found.verdicts().stream()
                .filter(verdict -> !(verdict instanceof MirrorVerdict.Current))
                .map(verdict -> "mirror       " + verdict)
                .distinct()
                .forEach(lines::add);
        return lines;
    }

    private static void anchored(List<String> lines, Anchored anchored) {
        Claim claim = anchored.claim();
        lines.add("anchored     block " + String.format(Locale.ROOT, "%,d", claim.height()) + " " + claim.block()
                + (claim.stateRoot().isPresent() ? ", with its state root," : "") + " by "
                + anchored.by().size() + " of " + anchored.answers().size()
                + anchored.lag()
                        .map(lag -> String.format(Locale.ROOT, ", %,d behind the chain's head", lag))
                        .orElse(""));
        anchored.answers().stream()
                .filter(answer -> !(answer.vote() instanceof Vote.Agrees))
                .forEach(answer -> lines.add("anchor       " + answer));
    }

    private String unread() {
        return report.unread() == 0 ? "" : ", " + Figures.bytes(report.unread()) + " of them unread (--trust-times)";
    }

    private void left(List<String> lines) {
        if (report.left().isEmpty() || report.leftIn().isEmpty()) {
            return;
        }
        int count = report.left().size();
        lines.add("left         " + Figures.count(count, "file") + (count == NodeFiles.MOST ? " or more" : "")
                + " that the node made: "
                + String.join(
                        ", ",
                        report.left().stream()
                                .limit(NAMED)
                                .map(path -> EntryPath.printable(path.value()))
                                .toList())
                + (count > NAMED ? ", ..." : ""));
        Path tree = report.leftIn().get();
        lines.add(
                Files.isDirectory(tree)
                        ? "             they are in " + tree + " until that is removed: copy what is still wanted;"
                                + " --carry PATTERN takes such files along from the next fetch on"
                        : "             they were removed with the version before; --keep 2 and --carry PATTERN keep"
                                + " such files");
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("channel", channel.name()).put("sequence", found.snapshot().sequence());
        json.put("manifest", found.snapshot().digest().toString());
        Chain chain = Chain.of(found.snapshot().manifest().source());
        chain.network().ifPresent(network -> json.put("network", network));
        chain.id().ifPresent(id -> json.put("chainId", id));
        json.put("version", report.version().toString())
                .put("directory", report.directory().toString());
        found.root().contact().ifPresent(contact -> json.put("contact", contact.text()));
        logged.ifPresent(log -> json.putObject("log")
                .put("entry", log.entry())
                .put("size", log.head().size())
                .put("root", log.head().root().toString()));
        found.anchored().ifPresent(anchored -> anchored(json.putObject("anchor"), anchored));
        json.put("unchanged", report.unchanged()).put("bytes", report.bytes());
        json.put("downloaded", report.downloaded())
                .put("reused", report.reused())
                .put("unread", report.unread())
                .put("damaged", report.damaged());
        json.put("transferred", transferred()).put("requests", requests());
        json.put("seconds", time.toMillis() / 1000.0);
        ArrayNode carried = json.putArray("carried");
        report.carried().forEach(path -> carried.add(path.value()));
        json.put("leftFiles", report.left().size());
        ArrayNode left = json.putArray("left");
        report.left().stream().limit(NAMED).forEach(path -> left.add(path.value()));
        report.leftIn().ifPresent(tree -> json.put("leftIn", tree.toString()));
        ArrayNode list = json.putArray("mirrors");
        for (MirrorReport mirror : mirrors) {
            ObjectNode each = list.addObject().put("url", mirror.mirror().toString());
            each.put("bytes", mirror.bytes()).put("requests", mirror.requests());
            ObjectNode faults = each.putObject("faults");
            mirror.faults().forEach((name, count) -> faults.put(name, count));
            ObjectNode passedOn = each.putObject("passedOn");
            mirror.passedOn().forEach((other, ranges) -> passedOn.put(other.toString(), ranges));
            each.put("quarantined", mirror.quarantined());
        }
        return json;
    }

    private static void anchored(ObjectNode json, Anchored anchored) {
        Claim claim = anchored.claim();
        json.put("height", claim.height()).put("blockHash", claim.block().toString());
        claim.stateRoot().ifPresent(root -> json.put("stateRoot", root.toString()));
        json.put("quorum", anchored.quorum()).put("agreed", anchored.by().size());
        anchored.head().ifPresent(head -> json.put("head", head));
        anchored.lag().ifPresent(lag -> json.put("lag", lag));
        ArrayNode answers = json.putArray("answers");
        for (Answer answer : anchored.answers()) {
            answers.addObject()
                    .put("anchor", answer.anchor())
                    .put("vote", answer.vote().word())
                    .put("says", answer.vote().toString());
        }
    }

    private long transferred() {
        return mirrors.stream().mapToLong(MirrorReport::bytes).sum();
    }

    private long requests() {
        return mirrors.stream().mapToLong(MirrorReport::requests).sum();
    }
}
