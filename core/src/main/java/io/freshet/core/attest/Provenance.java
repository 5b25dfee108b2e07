package io.freshet.core.attest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.ToolVersion;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.StrictJson;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.trust.ChannelName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a snapshot came to be, as <a href="https://slsa.dev/provenance/v1">SLSA Provenance v1</a> has it.
 *
 * @param repository SHA-256 of the repository's first root, whose online key holder is who built it
 * @param channel what it was published to
 * @param run the publisher's run
 * @param started when that began
 * @param finished when the snapshot was ready to be released
 */
public record Provenance(Digest repository, ChannelName channel, String run, Instant started, Instant finished) {

    /** The predicate's type. */
    public static final String TYPE = "https://slsa.dev/provenance/v1";

    /** How {@code freshet publish} builds (format, section 12). A name, and no place: RFC 4151. */
    public static final String BUILD_TYPE = "tag:freshet.io,2026:publication/v1";

    private static final String BUILDER = "tag:freshet.io,2026:repository/";

    /** The statement about a snapshot. */
    public Statement of(Digest digest, Manifest manifest) {
        ObjectNode predicate = JsonNodeFactory.instance.objectNode();
        definition(manifest, predicate.putObject("buildDefinition"));
        ObjectNode details = predicate.putObject("runDetails");
        ObjectNode builder = details.putObject("builder").put("id", BUILDER + repository);
        builder.putObject("version").put("freshet", ToolVersion.current());
        details.putObject("metadata")
                .put("invocationId", run)
                .put("startedOn", started.toString())
                .put("finishedOn", finished.toString());
        return new Statement(Statement.subjectsOf(digest, manifest), TYPE, UnknownFields.of(predicate));
    }

    private void definition(Manifest manifest, ObjectNode definition) {
        definition.put("buildType", BUILD_TYPE);
        ObjectNode external = definition.putObject("externalParameters").put("channel", channel.name());
        ObjectNode document = document(manifest);
        for (String field : List.of("source", "capture", "profile")) {
            external.set(field, document.get(field));
        }
        definition.putObject("internalParameters").put("repository", repository.toString());
        ArrayNode inputs = definition.putArray("resolvedDependencies");
        manifest.parent()
                .ifPresent(parent ->
                        inputs.add(ResourceDescriptor.object("parent", parent).toJson()));
    }

    private static ObjectNode document(Manifest manifest) {
        try {
            return StrictJson.readObject("manifest", manifest.toBytes(), Manifest.LIMITS)
                    .copy();
        } catch (JsonException e) {
            throw new IllegalStateException("what was written can't be read", e);
        }
    }

    /**
     * What a statement of this type, by whatever builder, says of how something came to be, as far as it does.
     *
     * @param buildType how it was built
     * @param builder who built it
     * @param invocation which run
     * @param finished when that ended, in the builder's words
     * @param source of what it was built, as JSON
     * @param profile how that was cut, as JSON
     * @param inputs what went into it besides, each as JSON
     */
    public record Claim(
            Optional<String> buildType,
            Optional<String> builder,
            Optional<String> invocation,
            Optional<String> finished,
            Optional<String> source,
            Optional<String> profile,
            List<String> inputs) {

        /** Copies the list. */
        public Claim {
            inputs = List.copyOf(inputs);
        }

        /** Reads the predicate of a statement whose type is {@link #TYPE}. */
        public static Claim read(String document, Statement statement) throws JsonException {
            UnknownFields predicate = statement.predicate();
            Optional<JsonObject> details = predicate.object(document, "runDetails");
            Optional<JsonObject> builder = inner(details, "builder");
            Optional<JsonObject> metadata = inner(details, "metadata");
            Optional<JsonObject> definition = predicate.object(document, "buildDefinition");
            Optional<JsonObject> parameters = inner(definition, "externalParameters");
            return new Claim(
                    text(definition, "buildType"),
                    text(builder, "id"),
                    text(metadata, "invocationId"),
                    text(metadata, "finishedOn"),
                    json(parameters, "source"),
                    json(parameters, "profile"),
                    inputs(definition));
        }

        private static List<String> inputs(Optional<JsonObject> definition) throws JsonException {
            return definition.isPresent() && definition.get().has("resolvedDependencies")
                    ? definition.get().objects("resolvedDependencies").stream()
                            .map(input -> JsonText.compact(input.copy()))
                            .toList()
                    : List.of();
        }

        private static Optional<String> json(Optional<JsonObject> json, String field) throws JsonException {
            return inner(json, field).map(inner -> JsonText.compact(inner.copy()));
        }

        private static Optional<JsonObject> inner(Optional<JsonObject> json, String field) throws JsonException {
            return json.isPresent() ? json.get().optionalObject(field) : Optional.empty();
        }

        private static Optional<String> text(Optional<JsonObject> json, String field) throws JsonException {
            return json.isPresent() ? json.get().optionalString(field) : Optional.empty();
        }
    }
}
