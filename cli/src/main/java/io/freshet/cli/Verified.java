package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.screen.Figures;
import io.freshet.reader.verify.Difference;
import io.freshet.reader.verify.DirectoryCheck;
import io.freshet.reader.verify.Finding;
import io.freshet.reader.verify.RepositoryCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was verified, in words and as JSON. */
sealed interface Verified permits Verified.Directory, Verified.Offline, Verified.Repositories, VerifiedFile {

    boolean differs();

    List<String> lines();

    ObjectNode json();

    /** A fetched directory. */
    record Directory(Version version, DirectoryCheck.Result result, long bytes, Duration time) implements Verified {

        @Override
        public boolean differs() {
            return result.different() > 0;
        }

        @Override
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            for (Difference each : result.named()) {
                lines.add(
                        String.format(Locale.ROOT, "%-11s  %s: %s", word(each), Texts.path(each.path()), each.what()));
            }
            long local = result.named().stream().filter(Directory::isLocal).count();
            long more = result.different() - (result.named().size() - local);
            if (more > 0) {
                lines.add("and " + Figures.count(more, "more difference"));
            }
            lines.add("verified     " + version.directory().tree(version.id()) + ": "
                    + Figures.count(result.files(), "file") + ", " + Figures.bytes(bytes) + " in " + Figures.time(time)
                    + ", " + Figures.rate(bytes, time));
            lines.add("differences  " + (differs() ? Long.toString(result.different()) : "none"));
            if (differs() && version.directory().used(version.id())) {
                lines.add("This version is or was in use: what a node has written in it differs.");
            }
            return lines;
        }

        private static boolean isLocal(Difference each) {
            return each.kind() == Difference.Kind.LOCAL;
        }

        private static String word(Difference each) {
            return each.kind().name().toLowerCase(Locale.ROOT);
        }

        @Override
        public ObjectNode json() {
            ObjectNode json = version.json();
            json.put("files", result.files()).put("bytes", bytes).put("differences", result.different());
            ArrayNode list = json.putArray("paths");
            for (Difference each : result.named()) {
                list.addObject()
                        .put("path", each.path().value())
                        .put("state", word(each))
                        .put("what", each.what());
            }
            return json.put("seconds", time.toMillis() / 1000.0);
        }
    }

    /** The same, down from what its fetch has kept of signatures. */
    record Offline(ProvenFacts proven, Directory directory) implements Verified {

        @Override
        public boolean differs() {
            return directory.differs() || proven.isRefused();
        }

        @Override
        public List<String> lines() {
            Facts facts = new Facts();
            proven.write(facts);
            List<String> lines = new ArrayList<>(facts.lines());
            lines.addAll(directory.lines());
            return lines;
        }

        @Override
        public ObjectNode json() {
            ObjectNode json = directory.json();
            Facts facts = new Facts();
            proven.write(facts);
            return json.setAll(facts.json());
        }
    }

    /** Repositories, one after the other. */
    final class Repositories implements Verified {

        private record One(String name, RepositoryCheck.Result result, long bytes, Duration time) {}

        private final boolean readData;
        private final List<One> all = new ArrayList<>();

        Repositories(boolean readData) {
            this.readData = readData;
        }

        void add(String name, RepositoryCheck.Result result, long bytes, Duration time) {
            all.add(new One(name, result, bytes, time));
        }

        @Override
        public boolean differs() {
            return all.stream().anyMatch(one -> !one.result.findings().isEmpty());
        }

        @Override
        public List<String> lines() {
            List<String> lines = new ArrayList<>();
            for (One one : all) {
                one.result.findings().forEach(finding -> lines.addAll(lines(finding)));
                String read = readData
                        ? ", " + Figures.bytes(one.bytes) + " read, " + Figures.rate(one.bytes, one.time)
                        : " there with their sizes";
                lines.add("verified     " + one.name + ": " + Figures.count(one.result.releases(), "release") + ", "
                        + Figures.count(one.result.packs(), "pack") + " of " + Figures.bytes(one.result.packBytes())
                        + read + ", in " + Figures.time(one.time));
                int count = one.result.findings().size();
                lines.add("damaged      " + (count == 0 ? "nothing" : Figures.count(count, "object")));
            }
            return lines;
        }

        private static List<String> lines(Finding finding) {
            List<String> lines = new ArrayList<>();
            lines.add("damaged      " + finding.object());
            finding.problem().lines().forEach(line -> lines.add("  " + line));
            if (!finding.releases().isEmpty()) {
                lines.add("  needed by " + String.join(", ", finding.releases()));
            }
            return lines;
        }

        @Override
        public ObjectNode json() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ArrayNode list = json.putArray("repositories");
            for (One one : all) {
                ObjectNode each = list.addObject().put("url", one.name);
                each.put("releases", one.result.releases()).put("packs", one.result.packs());
                each.put("packBytes", one.result.packBytes())
                        .put("readData", readData)
                        .put("bytesRead", one.bytes);
                ArrayNode findings = each.putArray("damaged");
                for (Finding finding : one.result.findings()) {
                    ObjectNode found = findings.addObject().put("object", finding.object());
                    found.put("problem", finding.problem());
                    ArrayNode releases = found.putArray("releases");
                    finding.releases().forEach(releases::add);
                }
                each.put("seconds", one.time.toMillis() / 1000.0);
            }
            return json;
        }
    }
}
