package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.screen.Figures;
import io.freshet.core.manifest.Component;
import io.freshet.core.manifest.Manifest;
import io.freshet.fetcher.version.FetchedDirectory;
import io.freshet.fetcher.version.Origin;
import io.freshet.fetcher.version.VersionId;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What there is to say of a fetched directory. */
final class DirectoryFacts {

    private DirectoryFacts() {}

    static void write(Place.Directory place, @Nullable ReleaseName release, Facts facts)
            throws IOException, UsageException {
        FetchedDirectory directory = place.fetched();
        facts.add("directory", "directory", directory.path().toString());
        KeptEvidence evidence = new KeptEvidence(directory.evidence());
        if (!evidence.files().isEmpty()) {
            facts.line("WARNING", evidence.summary());
        }
        evidence.write(facts.json());
        if (release != null || place.sequence().isPresent()) {
            version(
                    facts,
                    directory,
                    Version.of(place, release == null ? ReleaseName.CURRENT : release)
                            .id());
            return;
        }
        Optional<VersionId> active = directory.active();
        facts.line("in use", active.map(VersionId::toString).orElse("none"));
        active.ifPresent(id -> facts.json().put("active", id.toString()));
        for (VersionId id : directory.versions()) {
            version(facts.part("versions"), directory, id);
        }
    }

    private static void anchored(Facts of, Origin.Anchoring anchoring) {
        ObjectNode json = of.json().putObject("anchored");
        json.put("time", anchoring.time().toString()).put("asked", anchoring.asked());
        ArrayNode by = json.putArray("by");
        anchoring.by().forEach(by::add);
        of.line(
                "anchored",
                "on " + Texts.time(anchoring.time()) + ", by " + anchoring.by().size() + " of " + anchoring.asked()
                        + ": " + String.join(", ", anchoring.by()));
    }

    private static void version(Facts facts, FetchedDirectory directory, VersionId id) throws IOException {
        facts.add("version", "version", id.toString());
        Facts of = facts.indented();
        boolean active = directory.active().filter(id::equals).isPresent();
        of.json().put("sequence", id.sequence()).put("active", active).put("used", directory.used(id));
        of.line("state", active ? "in use" : directory.used(id) ? "was in use" : "was never in use");
        of.add("files", "tree", directory.tree(id).toString());
        Optional<Origin> origin = directory.origin(id);
        if (origin.isPresent()) {
            of.add("channel", "channel", origin.get().channel().name());
            of.line("from", String.join(", ", origin.get().mirrors()));
            ArrayNode mirrors = of.json().putArray("mirrors");
            origin.get().mirrors().forEach(mirrors::add);
            origin.get().byManifest().ifPresent(time -> {
                of.json().put("byManifest", time.toString());
                of.line("trusted", "for its manifest's digest alone (--manifest), on " + Texts.time(time));
            });
            origin.get().anchoring().ifPresent(each -> anchored(of, each));
        }
        Optional<Manifest> manifest = directory.manifest(id);
        if (manifest.isEmpty()) {
            of.line("manifest", "not there any more");
            return;
        }
        List<Component> components = directory.components(id, manifest.get());
        manifest.get().source().network().ifPresent(network -> of.add("network", "network", network));
        manifest.get().source().chainId().ifPresent(name -> of.add("chain", "chainId", name));
        manifest.get().source().height().ifPresent(height -> {
            of.json().put("height", height);
            of.line("height", String.format(Locale.ROOT, "%,d", height));
        });
        of.json()
                .put("captured", manifest.get().time().toString())
                .put("consistency", manifest.get().consistency().word());
        of.line(
                "captured",
                Texts.time(manifest.get().time()) + ", "
                        + manifest.get().consistency().word());
        long bytes = Component.bytes(components);
        of.json().put("bytes", bytes);
        ArrayNode names = of.json().putArray("components");
        components.forEach(component -> names.add(component.name()));
        of.line(
                "size",
                Figures.bytes(bytes) + " in "
                        + Figures.count(
                                components.stream()
                                        .mapToLong(c -> c.sums().paths())
                                        .sum(),
                                "path")
                        + (components.size() == manifest.get().components().size()
                                ? ""
                                : ", of components "
                                        + String.join(
                                                ", ",
                                                components.stream()
                                                        .map(Component::name)
                                                        .toList())));
    }
}
