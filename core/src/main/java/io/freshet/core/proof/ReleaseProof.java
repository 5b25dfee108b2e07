package io.freshet.core.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.attest.AttestationPath;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.StrictJson;
import io.freshet.core.manifest.Times;
import io.freshet.core.trust.ChannelName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * All documents that lead from a root to the manifest of a release, as they were at one time, and what is claimed of it
 * (format, section 13). Nothing in it is trusted before {@link ProofCheck} has verified it.
 *
 * @param channel the channel
 * @param taken when nothing of it had expired
 * @param roots versions of the root without a gap, the last one that which was trusted
 * @param manifest a manifest that the pointer, or its history, names
 * @param policy the rules that the channel is held to, where there are any
 * @param log that the log has the pointer's release
 * @param attestations envelopes beside the manifest
 * @param timestamps of these
 */
@SuppressWarnings("ArrayRecordComponent") // documents, compared by nobody
public record ReleaseProof(
        ChannelName channel,
        Instant taken,
        List<byte[]> roots,
        byte[] timestamp,
        byte[] snapshot,
        byte[] targets,
        byte[] role,
        byte[] pointer,
        byte[] manifest,
        Optional<byte[]> policy,
        Optional<Logged> log,
        List<byte[]> attestations,
        List<Timestamp> timestamps) {

    /** What a reader accepts. */
    public static final JsonLimits LIMITS = new JsonLimits(JsonLimits.MOST_BYTES, 8);

    private static final int VERSION = 1;
    private static final int MOST_ROOTS = 256;

    /** An entry of the log, and the proof that the log has it, each as it lies there. */
    @SuppressWarnings("ArrayRecordComponent") // documents, compared by nobody
    public record Logged(byte[] entry, byte[] proof) {}

    /**
     * When an attestation was there, by somebody's word.
     *
     * @param of number of the attestation, from 0 on
     * @param token the authority's answer (RFC 3161)
     */
    @SuppressWarnings("ArrayRecordComponent") // documents, compared by nobody
    public record Timestamp(int of, byte[] token) {}

    /**
     * @throws IllegalArgumentException if there is no root, or too many, or too many attestations, or timestamps of one, or
     *     one of an attestation that is not there
     */
    public ReleaseProof {
        roots = List.copyOf(roots);
        attestations = List.copyOf(attestations);
        if (roots.isEmpty() || roots.size() > MOST_ROOTS) {
            throw new IllegalArgumentException("a proof has 1 to " + MOST_ROOTS + " roots, not " + roots.size());
        }
        if (attestations.size() > AttestationPath.MOST) {
            throw new IllegalArgumentException("a proof has at most " + AttestationPath.MOST + " attestations");
        }
        timestamps = List.copyOf(timestamps);
        int[] of = new int[attestations.size()];
        for (Timestamp each : timestamps) {
            if (each.of < 0 || each.of >= of.length) {
                throw new IllegalArgumentException(
                        "a timestamp is of attestation " + each.of + ", and there are " + of.length);
            }
            if (++of[each.of] > AttestationPath.MOST_TIMESTAMPS) {
                throw new IllegalArgumentException(
                        "an attestation has at most " + AttestationPath.MOST_TIMESTAMPS + " timestamps");
            }
        }
    }

    /** Reads a proof; {@code document} is what errors call it. */
    public static ReleaseProof read(String document, byte[] bytes) throws JsonException {
        JsonObject json = StrictJson.readObject(document, bytes, LIMITS);
        json.integer("freshet", VERSION, VERSION);
        String channel = json.string("channel");
        Optional<JsonObject> log = json.optionalObject("log");
        Optional<Logged> logged = log.isPresent()
                ? Optional.of(new Logged(bytes(log.get(), "entry"), bytes(log.get(), "proof")))
                : Optional.empty();
        Instant taken = Times.read(json, "taken");
        List<byte[]> roots = all(json, "roots");
        List<byte[]> attestations = all(json, "attestations");
        List<Timestamp> timestamps = new ArrayList<>();
        for (JsonObject each : json.has("timestamps") ? json.objects("timestamps") : List.<JsonObject>of()) {
            timestamps.add(new Timestamp((int) each.integer("of", 0, AttestationPath.MOST - 1), bytes(each, "token")));
        }
        byte[] timestamp = bytes(json, "timestamp");
        byte[] snapshot = bytes(json, "snapshot");
        byte[] targets = bytes(json, "targets");
        byte[] role = bytes(json, "role");
        byte[] pointer = bytes(json, "pointer");
        byte[] manifest = bytes(json, "manifest");
        Optional<byte[]> policy = json.has("policy") ? Optional.of(bytes(json, "policy")) : Optional.empty();
        return json.build(() -> new ReleaseProof(
                new ChannelName(channel),
                taken,
                roots,
                timestamp,
                snapshot,
                targets,
                role,
                pointer,
                manifest,
                policy,
                logged,
                attestations,
                timestamps));
    }

    /** The same with what the log shows. */
    public ReleaseProof with(Logged shown) {
        return with(Optional.of(shown), attestations, timestamps);
    }

    /** The same with these attestations. */
    public ReleaseProof with(List<byte[]> envelopes, List<Timestamp> times) {
        return with(log, envelopes, times);
    }

    private ReleaseProof with(Optional<Logged> shown, List<byte[]> envelopes, List<Timestamp> times) {
        return new ReleaseProof(
                channel, taken, roots, timestamp, snapshot, targets, role, pointer, manifest, policy, shown, envelopes,
                times);
    }

    /**
     * The document.
     *
     * @throws IllegalArgumentException if no reader would take so many bytes
     */
    public byte[] toBytes() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("freshet", VERSION);
        json.put("channel", channel.name()).put("taken", taken.toString());
        put(json.putArray("roots"), roots);
        json.put("timestamp", text(timestamp)).put("snapshot", text(snapshot));
        json.put("targets", text(targets)).put("role", text(role));
        json.put("pointer", text(pointer)).put("manifest", text(manifest));
        policy.ifPresent(document -> json.put("policy", text(document)));
        log.ifPresent(
                logged -> json.putObject("log").put("entry", text(logged.entry)).put("proof", text(logged.proof)));
        put(json.putArray("attestations"), attestations);
        if (!timestamps.isEmpty()) {
            ArrayNode all = json.putArray("timestamps");
            timestamps.forEach(each -> all.addObject().put("of", each.of).put("token", text(each.token)));
        }
        byte[] bytes = JsonText.readable(json).getBytes(UTF_8);
        if (bytes.length > LIMITS.maxBytes()) {
            throw new IllegalArgumentException("the proof of a release would have " + bytes.length + " bytes; "
                    + LIMITS.maxBytes() + " are the most");
        }
        return bytes;
    }

    private static void put(ArrayNode array, List<byte[]> documents) {
        documents.forEach(document -> array.add(text(document)));
    }

    private static String text(byte[] document) {
        return Base64.getEncoder().encodeToString(document);
    }

    private static byte[] bytes(JsonObject json, String field) throws JsonException {
        return decode(json, field, json.string(field));
    }

    private static List<byte[]> all(JsonObject json, String field) throws JsonException {
        List<byte[]> all = new ArrayList<>();
        for (String text : json.strings(field)) {
            all.add(decode(json, field, text));
        }
        return all;
    }

    private static byte[] decode(JsonObject json, String field, String text) throws JsonException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw json.invalid(field, "is not base64");
        }
    }
}
