package io.freshet.core.manifest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.chunk.ChunkerSpec;
import io.freshet.core.chunk.PathGlob;
import io.freshet.core.chunk.Profile;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A profile as a manifest writes it. */
public final class ProfileJson {

    private ProfileJson() {}

    /** Reads the profile of a snapshot, which can be read however it was cut. */
    public static Profile read(JsonObject json) throws JsonException {
        List<Profile.Rule> rules = new ArrayList<>();
        for (JsonObject rule : json.objects("rules")) {
            String match = rule.string("match");
            ChunkerSpec chunker = chunker(rule.object("chunker"));
            rules.add(rule.build(() -> new Profile.Rule(new PathGlob(match), chunker)));
        }
        String id = json.string("id");
        String seed = json.string("seed");
        int inlineMax = (int) json.integer("inlineMax", 0, 256);
        return json.build(() -> new Profile(id, seed, inlineMax, rules));
    }

    private static ChunkerSpec chunker(JsonObject json) throws JsonException {
        String kind = json.string("kind");
        return switch (kind) {
            case "fixed" -> {
                int size = size(json, "size");
                yield json.build(() -> new ChunkerSpec.Fixed(size));
            }
            case "fastcdc" -> {
                int min = size(json, "min");
                int avg = size(json, "avg");
                int max = size(json, "max");
                int normalization = (int) json.integer("normalization", 0, 3);
                yield json.build(() -> new ChunkerSpec.FastCdc(min, avg, max, normalization));
            }
            default -> new ChunkerSpec.Unknown(kind);
        };
    }

    private static int size(JsonObject json, String field) throws JsonException {
        return (int) json.integer(field, 1, ChunkerSpec.MAX_CHUNK);
    }

    /** Writes a profile. */
    public static void write(Profile profile, ObjectNode json) {
        json.put("id", profile.idAlgorithm()).put("seed", profile.seed()).put("inlineMax", profile.inlineMax());
        ArrayNode rules = json.putArray("rules");
        for (Profile.Rule rule : profile.rules()) {
            ObjectNode to = rules.addObject().put("match", rule.match().toString());
            ObjectNode chunker = to.putObject("chunker");
            switch (rule.chunker()) {
                case ChunkerSpec.Fixed fixed -> chunker.put("kind", "fixed").put("size", fixed.size());
                case ChunkerSpec.FastCdc cdc -> {
                    chunker.put("kind", "fastcdc").put("min", cdc.min()).put("avg", cdc.avg());
                    chunker.put("max", cdc.max()).put("normalization", cdc.normalization());
                }
                case ChunkerSpec.Unknown(String kind) -> chunker.put("kind", kind);
            }
        }
    }
}
