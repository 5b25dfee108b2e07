package io.freshet.core.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.StrictJson;
import io.freshet.core.json.UnknownFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Releases that came before, newest first: in a pointer the last few, in pages of their own the older ones.
 *
 * @param older the page with those before these
 */
public record History(List<Release> releases, Optional<ObjectRef> older) {

    /** No release came before. */
    public static final History NONE = new History(List.of(), Optional.empty());

    /** What a reader of pages accepts. */
    public static final JsonLimits LIMITS = new JsonLimits(1 << 20, 32);

    /** How many a pointer has at most. */
    public static final int IN_POINTER = 16;

    /** How many a page has at most. */
    public static final int IN_PAGE = 256;

    /** Copies the list. */
    public History {
        releases = List.copyOf(releases);
    }

    /**
     * The history with {@code release} before it. A full pointer's older half moves to a page: that page must be stored
     * before a pointer names it.
     */
    public Grown plus(Release release) {
        return plus(release, UnknownFields.NONE);
    }

    /** The same, the page under another name: one that a collector has condemned is not used again. */
    public Grown plusSalted(Release release, long salt) {
        return plus(release, Heading.salted(UnknownFields.NONE, salt));
    }

    private Grown plus(Release release, UnknownFields more) {
        List<Release> all = new ArrayList<>(releases);
        all.addFirst(release);
        if (all.size() <= IN_POINTER) {
            return new Grown(new History(all, older), Optional.empty());
        }
        byte[] page = new History(all.subList(IN_POINTER / 2, all.size()), older).toPage(more);
        return new Grown(
                new History(all.subList(0, IN_POINTER / 2), Optional.of(ObjectRef.to(page))), Optional.of(page));
    }

    /** A history, and the page that must be stored for it. */
    public record Grown(History history, Optional<byte[]> page) {}

    /** Reads a page whose digest was verified. */
    public static History readPage(String document, byte[] bytes) throws IOException {
        JsonObject json = StrictJson.readObject(document, bytes, LIMITS);
        Heading.check(json);
        return read(json, IN_PAGE);
    }

    static History read(JsonObject json, int most) throws JsonException {
        List<Release> releases = new ArrayList<>();
        for (JsonObject release : json.objects("history")) {
            releases.add(Release.read(release, Release.FIELDS));
        }
        if (releases.size() > most) {
            throw json.invalid("history", "has " + releases.size() + " releases, more than " + most);
        }
        Optional<JsonObject> older = json.optionalObject("older");
        return new History(releases, older.isPresent() ? Optional.of(ObjectRef.read(older.get())) : Optional.empty());
    }

    void write(ObjectNode json) {
        ArrayNode list = json.putArray("history");
        releases.forEach(release -> release.write(list.addObject()));
        if (older.isPresent()) {
            older.get().write(json.putObject("older"));
        } else {
            json.putNull("older");
        }
    }

    private byte[] toPage(UnknownFields more) {
        ObjectNode json = Heading.start();
        write(json);
        more.writeTo(json);
        return Heading.bytes("a page of history", json, LIMITS);
    }
}
