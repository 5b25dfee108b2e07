package io.freshet.core.attest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.StrictJson;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.manifest.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is claimed of which objects, in the form of an
 * <a href="https://in-toto.io/Statement/v1">in-toto Statement v1</a>. Statements v0.1 are read, too.
 *
 * @param subjects what it is about
 * @param predicateType what kind of claim it is
 * @param predicate the claim: fields that only who knows the type understands
 */
public record Statement(List<ResourceDescriptor> subjects, String predicateType, UnknownFields predicate) {

    /** The payload's type in an envelope. */
    public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 32);
    private static final String TYPE = "https://in-toto.io/Statement/v1";

    /** What cosign still makes of a predicate; all that is read here is the same in both. */
    private static final String TYPE_BEFORE = "https://in-toto.io/Statement/v0.1";

    /** @throws IllegalArgumentException if it is about nothing */
    public Statement {
        subjects = List.copyOf(subjects);
        if (subjects.isEmpty()) {
            throw new IllegalArgumentException("a statement has a subject");
        }
    }

    /** The subjects of a statement about a snapshot: its manifest, and each component's content root. */
    public static List<ResourceDescriptor> subjectsOf(Digest digest, Manifest manifest) {
        List<ResourceDescriptor> subjects = new ArrayList<>();
        subjects.add(ResourceDescriptor.object(new ObjectRef(digest, 1).path(), digest));
        manifest.components()
                .forEach(component ->
                        subjects.add(ResourceDescriptor.component(component.name(), component.contentRoot())));
        return subjects;
    }

    /** What an envelope holds. */
    public static Statement read(String document, Envelope envelope) throws JsonException {
        JsonObject json = StrictJson.readObject(document, envelope.payload(), LIMITS);
        if (!envelope.payloadType().equals(PAYLOAD_TYPE)) {
            throw json.invalid("is of type \"" + envelope.payloadType() + "\", not " + PAYLOAD_TYPE);
        }
        String type = json.string("_type");
        if (!type.equals(TYPE) && !type.equals(TYPE_BEFORE)) {
            throw json.invalid("_type", "is \"" + type + "\", not " + TYPE);
        }
        List<ResourceDescriptor> subjects = new ArrayList<>();
        for (JsonObject subject : json.objects("subject")) {
            subjects.add(ResourceDescriptor.read(subject));
        }
        String predicateType = json.string("predicateType");
        UnknownFields predicate =
                json.has("predicate") ? json.object("predicate").unknown(Set.of()) : UnknownFields.NONE;
        return json.build(() -> new Statement(subjects, predicateType, predicate));
    }

    /** The payload of an envelope. */
    public byte[] toBytes() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("_type", TYPE);
        ArrayNode list = json.putArray("subject");
        subjects.forEach(subject -> list.add(subject.toJson()));
        json.put("predicateType", predicateType);
        predicate.writeTo(json.putObject("predicate"));
        return JsonText.readable(json).getBytes(UTF_8);
    }

    /**
     * What of a snapshot it says otherwise, or does not speak of; nothing where it is about all of it. A claim that is
     * about the manifest alone is about all of it, as that names the rest; one that names components must name them right.
     */
    public Optional<String> differsFrom(Digest digest, Manifest manifest) {
        ResourceDescriptor head = ResourceDescriptor.object("", digest);
        if (subjects.stream().noneMatch(subject -> subject.hasDigestOf(head))) {
            return Optional.of("it is not about manifest " + digest);
        }
        for (ResourceDescriptor subject : subjects) {
            boolean wrong = subject.digests().containsKey(ResourceDescriptor.CONTENT_ROOT)
                    && manifest.components().stream()
                            .map(each -> ResourceDescriptor.component(each.name(), each.contentRoot()))
                            .noneMatch(each -> each.name().equals(subject.name()) && subject.hasDigestOf(each));
            if (wrong) {
                return Optional.of("it says of \"" + subject.name() + "\" what the manifest does not: content root "
                        + subject.digests().get(ResourceDescriptor.CONTENT_ROOT));
            }
        }
        return Optional.empty();
    }
}
