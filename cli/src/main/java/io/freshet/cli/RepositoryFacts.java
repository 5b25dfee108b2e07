package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.screen.Figures;
import io.freshet.core.index.EntryPath;
import io.freshet.core.index.PackList;
import io.freshet.core.index.PackUse;
import io.freshet.core.manifest.Component;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.ProfileJson;
import io.freshet.core.manifest.Release;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Header;
import io.freshet.core.trust.Metadata;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.TrustedState;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.trust.OpenRepository;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What there is to say of a repository. */
final class RepositoryFacts {

    private final OpenRepository repository;
    private final Instant now;

    RepositoryFacts(OpenRepository repository, Instant now) {
        this.repository = repository;
        this.now = now;
    }

    /** Versions and expiries of the top-level metadata, and which mirrors are current. */
    void metadata(Facts facts) {
        TrustedState state = repository.state();
        ObjectNode json = facts.json().putObject("metadata");
        role(facts, json, RoleName.ROOT, state.root().signed().header());
        state.targets(RoleName.TARGETS)
                .map(Metadata::signed)
                .ifPresent(signed -> role(facts, json, RoleName.TARGETS, signed.header()));
        state.snapshot()
                .map(Metadata::signed)
                .ifPresent(signed -> role(facts, json, RoleName.SNAPSHOT, signed.header()));
        state.timestamp()
                .map(Metadata::signed)
                .ifPresent(signed -> role(facts, json, RoleName.TIMESTAMP, signed.header()));
        state.root().signed().contact().ifPresent(contact -> facts.add("contact", "contact", contact.text()));
        ArrayNode mirrors = facts.json().putArray("mirrors");
        repository.verdicts().forEach(verdict -> {
            mirrors.add(verdict.toString());
            facts.line("mirror", verdict.toString());
        });
    }

    private void role(Facts facts, ObjectNode json, String role, Header header) {
        json.putObject(role)
                .put("version", header.version())
                .put("expires", header.expires().toString());
        facts.line(role, "version " + header.version() + ", expires " + Texts.expiry(header.expires(), now));
    }

    /** A channel and its current release. */
    void channel(Facts facts, ChannelName channel, Optional<Pointer> pointer) throws IOException {
        facts.add("channel", "channel", channel.name());
        Facts of = facts.indented();
        if (pointer.isEmpty()) {
            of.line("release", "none yet");
            return;
        }
        Release release = pointer.get().release();
        Snapshot snapshot = repository.snapshot(release);
        head(of, release, snapshot);
        repository.state().targets(channel.role()).map(Metadata::signed).ifPresent(signed -> {
            Instant expires = signed.header().expires();
            of.json().put("expires", expires.toString());
            of.line("expires", Texts.expiry(expires, now));
        });
        pointer.get().halt().ifPresent(halt -> {
            of.json()
                    .putObject("halt")
                    .put("reason", halt.reason())
                    .put("time", halt.time().toString());
            of.line("HALTED", Texts.time(halt.time()) + ": " + EntryPath.printable(halt.reason()));
        });
        pointer.get().rollback().ifPresent(back -> {
            of.json().putObject("rollback").put("from", back.from()).put("reason", back.reason());
            of.line("taken back", "from release " + back.from() + ": " + EntryPath.printable(back.reason()));
        });
        int approvals = release.approvals().size();
        if (approvals > 0) {
            of.json().put("approvals", approvals);
            of.line("approved", Figures.count(approvals, "signature"));
        }
        pointer.get().availableUntil().ifPresent(until -> of.add("available", "availableUntil", until.toString()));
    }

    /** All releases of a channel, newest first. */
    void history(Facts facts, Pointer pointer) throws IOException {
        ArrayNode json = facts.json().putArray("releases");
        facts.line("");
        facts.line(String.format(Locale.ROOT, "%8s  %-23s  %12s  %s", "RELEASE", "TIME", "HEIGHT", "MANIFEST"));
        repository.releases(pointer, release -> {
            ObjectNode each = json.addObject().put("sequence", release.sequence());
            each.put("time", release.time().toString());
            release.height().ifPresent(height -> each.put("height", height));
            each.put("manifest", release.manifest().sha256().toString());
            String height = release.height()
                    .map(h -> String.format(Locale.ROOT, "%,d", h))
                    .orElse("-");
            facts.line(String.format(
                    Locale.ROOT,
                    "%8d  %s  %12s  %s",
                    release.sequence(),
                    Texts.time(release.time()),
                    height,
                    release.manifest().sha256().brief()));
            return true;
        });
    }

    /** A release: everything but its files. */
    void release(Facts facts, NamedRepository.Found found) throws IOException {
        Release release = found.release();
        Snapshot snapshot = repository.snapshot(release);
        facts.add("channel", "channel", found.channel().name());
        head(facts, release, snapshot);
        Manifest manifest = snapshot.manifest();
        facts.add("tool", "tool", manifest.tool());
        facts.line("parent", manifest.parent().map(Object::toString).orElse("none"));
        manifest.parent().ifPresent(parent -> facts.json().put("parent", parent.toString()));
        packs(facts, repository.packs(snapshot.location()));
        profile(facts, manifest);
        for (Component component : manifest.components()) {
            component(facts.part("components"), component);
        }
    }

    private static void head(Facts facts, Release release, Snapshot snapshot) {
        Manifest manifest = snapshot.manifest();
        ObjectNode json = facts.json();
        json.put("sequence", release.sequence()).put("time", release.time().toString());
        facts.line("release", release.sequence() + ", " + Texts.time(release.time()));
        manifest.source().network().ifPresent(network -> facts.add("network", "network", network));
        manifest.source().chainId().ifPresent(id -> facts.add("chain", "chainId", id));
        manifest.source().height().ifPresent(height -> {
            json.put("height", height);
            String hash = manifest.source().blockHash().map(h -> ", block " + h).orElse("");
            facts.line("height", String.format(Locale.ROOT, "%,d", height) + hash);
        });
        manifest.source().blockHash().ifPresent(hash -> json.put("blockHash", hash));
        manifest.source().stateRoot().ifPresent(hash -> facts.add("state root", "stateRoot", hash));
        manifest.source().client().ifPresent(client -> {
            ObjectNode each = json.putObject("client").put("name", client.name());
            client.version().ifPresent(version -> each.put("version", version));
            client.requires().ifPresent(range -> each.put("requires", range));
            facts.line(
                    "client",
                    client.name()
                            + client.version().map(v -> " " + v).orElse("")
                            + client.requires().map(r -> "; opens with " + r).orElse(""));
        });
        json.put("consistency", manifest.consistency().word())
                .put("captured", manifest.time().toString());
        facts.line(
                "captured",
                Texts.time(manifest.time()) + ", " + manifest.consistency().word());
        long paths = sum(manifest, component -> component.sums().paths());
        long chunks = sum(manifest, component -> component.sums().chunks());
        json.put("bytes", manifest.bytes()).put("paths", paths).put("chunks", chunks);
        facts.line(
                "size",
                Figures.bytes(manifest.bytes()) + " in " + Figures.count(paths, "path") + ", "
                        + Figures.count(chunks, "chunk"));
        facts.add("manifest", "manifest", snapshot.digest().toString());
    }

    private static long sum(Manifest manifest, ToLongFunction<Component> part) {
        return manifest.components().stream().mapToLong(part).sum();
    }

    private static void packs(Facts facts, PackList list) {
        long size = list.packs().stream().mapToLong(PackUse::size).sum();
        long used = list.packs().stream().mapToLong(PackUse::used).sum();
        facts.json()
                .putObject("packs")
                .put("count", list.packs().size())
                .put("bytes", size)
                .put("used", used)
                .put("newBytes", list.newBytes());
        facts.line(
                "stored",
                Figures.bytes(used) + " in " + Figures.count(list.packs().size(), "pack") + " of "
                        + Figures.bytes(size));
        facts.line(
                "new",
                Figures.bytes(list.newBytes()) + " of it stored for this release, "
                        + Figures.percent(list.newBytes(), used));
    }

    private static void profile(Facts facts, Manifest manifest) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ProfileJson.write(manifest.profile(), json);
        facts.json().set("profile", json.get("rules"));
        manifest.profile().rules().forEach(rule -> facts.line("cut", Texts.cut(rule)));
    }

    private static void component(Facts facts, Component component) {
        facts.add("component", "name", component.name());
        Facts of = facts.indented();
        of.json().put("root", component.root().value()).put("priority", component.priority());
        ArrayNode requires = of.json().putArray("requires");
        component.requires().forEach(requires::add);
        of.json()
                .put("bytes", component.sums().bytes())
                .put("paths", component.sums().paths())
                .put("chunks", component.sums().chunks());
        of.line(
                "at",
                Texts.path(component.root()) + ", priority " + component.priority()
                        + (component.requires().isEmpty()
                                ? ""
                                : ", requires " + String.join(", ", component.requires())));
        of.line(
                "size",
                Figures.bytes(component.sums().bytes()) + " in "
                        + Figures.count(component.sums().paths(), "path") + ", "
                        + Figures.count(component.sums().chunks(), "chunk"));
        of.add("content", "contentRoot", component.contentRoot().toString());
    }
}
