package io.freshet.core.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.chunk.Profile;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.StrictJson;
import io.freshet.core.json.UnknownFields;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A snapshot's head (format, section 7).
 *
 * @param source what was captured
 * @param consistency in which state
 * @param time when
 * @param tool what made the snapshot, and its version
 * @param profile how it was cut
 * @param components its parts, in the order in which they are fetched
 * @param parent digest of the manifest that this one followed
 */
public record Manifest(
        Source source,
        Consistency consistency,
        Instant time,
        String tool,
        Profile profile,
        List<Component> components,
        Optional<Digest> parent,
        UnknownFields unknown) {

    /** What a reader accepts. */
    public static final JsonLimits LIMITS = new JsonLimits(1 << 20, 32);

    private static final Set<String> FIELDS =
            Set.of("freshet", "requires", "source", "capture", "tool", "profile", "components", "parent");

    /** @throws IllegalArgumentException if names or roots of components are not unique, or one requires what is not there */
    public Manifest {
        components = components.stream()
                .sorted(Comparator.comparingInt(Component::priority).thenComparing(Component::name))
                .toList();
        Set<String> names = new HashSet<>();
        Set<String> roots = new HashSet<>();
        for (Component component : components) {
            if (!names.add(component.name()) || !roots.add(component.root().value())) {
                throw new IllegalArgumentException("two components share the name \"" + component.name()
                        + "\" or the root \"" + component.root() + "\"");
            }
        }
        for (Component component : components) {
            if (!names.containsAll(component.requires())) {
                throw new IllegalArgumentException("component \"" + component.name() + "\" requires "
                        + component.requires() + ", not all of which there are");
            }
        }
    }

    /** Reads a manifest whose digest was verified. */
    public static Manifest read(String document, byte[] bytes) throws IOException {
        JsonObject json = StrictJson.readObject(document, bytes, LIMITS);
        Heading.check(json);
        return read(json);
    }

    /** Reads the manifest of a snapshot that another one is to follow. */
    public static Manifest readToSucceed(String document, byte[] bytes) throws IOException {
        JsonObject json = StrictJson.readObject(document, bytes, LIMITS);
        Heading.checkToSucceed(json);
        return read(json);
    }

    private static Manifest read(JsonObject json) throws JsonException {
        Optional<JsonObject> source = json.optionalObject("source");
        JsonObject capture = json.object("capture");
        String word = capture.string("consistency");
        // A state that later releases know is of no matter to a reader.
        Consistency consistency = Consistency.of(word).orElse(Consistency.UNKNOWN);
        Instant time = Times.read(capture, "time");
        List<Component> components = new ArrayList<>();
        for (JsonObject component : json.objects("components")) {
            components.add(Component.read(component));
        }
        Source readSource = source.isPresent() ? Source.read(source.get()) : Source.UNKNOWN;
        String tool = json.string("tool");
        Profile profile = ProfileJson.read(json.object("profile"));
        Optional<Digest> parent = json.has("parent") ? Optional.of(json.digest("parent")) : Optional.empty();
        return json.build(() ->
                new Manifest(readSource, consistency, time, tool, profile, components, parent, json.unknown(FIELDS)));
    }

    /** The document: readable, and the same on every machine. */
    public byte[] toBytes() {
        ObjectNode json = Heading.start();
        source.write(json.putObject("source"));
        json.putObject("capture").put("consistency", consistency.word()).put("time", time.toString());
        json.put("tool", tool);
        ProfileJson.write(profile, json.putObject("profile"));
        ArrayNode parts = json.putArray("components");
        components.forEach(component -> component.write(parts.addObject()));
        parent.ifPresent(p -> json.put("parent", p.toString()));
        unknown.writeTo(json);
        return Heading.bytes("a manifest", json, LIMITS);
    }

    /** The same snapshot under another name: one that a collector has condemned is not used again. */
    public Manifest salted(long salt) {
        return new Manifest(
                source, consistency, time, tool, profile, components, parent, Heading.salted(unknown, salt));
    }

    /** Whether both say the same of a source, whenever and by whatever tool it was captured. */
    public boolean holdsTheSame(Manifest that) {
        return source.equals(that.source)
                && consistency == that.consistency
                && profile.equals(that.profile)
                && components.equals(that.components);
    }

    /** The component of that name. */
    public Optional<Component> component(String name) {
        return components.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /** Bytes of all components. */
    public long bytes() {
        return Component.bytes(components);
    }
}
