package io.freshet.cli.attacks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.CanonicalJson;
import io.freshet.core.json.JsonText;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.RepositoryPaths;
import io.freshet.core.trust.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Makes documents that no publisher would make, with whatever keys it has got hold of. */
final class Forger {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path repository;

    /** A root key of the publisher's. */
    final Signer root;

    /** The publisher's online key. */
    final Signer online;

    Forger(Path repository, Path keys) throws IOException {
        this.repository = repository;
        Keys all = Keys.open(keys, Optional.empty());
        this.root = all.roots().getFirst();
        this.online = all.online().orElseThrow();
    }

    /** The signed part of a document of the repository. */
    ObjectNode signed(String path) throws IOException {
        return (ObjectNode) JSON.readTree(repository.resolve(path).toFile()).get("signed");
    }

    /** A document of the repository after {@code change}, signed by {@code keys} and nobody else. */
    byte[] edit(String path, Consumer<ObjectNode> change, Signer... keys) throws IOException {
        ObjectNode signed = signed(path);
        change.accept(signed);
        return sign(signed, keys);
    }

    static byte[] sign(ObjectNode signed, Signer... keys) throws IOException {
        ObjectNode document = JSON.createObjectNode();
        ArrayNode signatures = document.putArray("signatures");
        for (Signer key : keys) {
            String sig = HexFormat.of().formatHex(key.sign(CanonicalJson.encode(signed)));
            signatures.addObject().put("keyid", key.id()).put("sig", sig);
        }
        document.set("signed", signed);
        return JsonText.compact(document).getBytes(UTF_8);
    }

    /**
     * What it takes that a node sees these documents as the newest: their own names, a snapshot and a timestamp.
     *
     * @param roles documents by name of their role
     */
    Map<String, byte[]> publish(Map<String, byte[]> roles, Signer key) throws IOException {
        Map<String, byte[]> objects = new TreeMap<>();
        ObjectNode timestamp = signed("metadata/timestamp.json");
        ObjectNode listed = (ObjectNode) timestamp.at("/meta/snapshot.json");
        long version = listed.get("version").longValue();
        ObjectNode snapshot = signed("metadata/" + version + ".snapshot.json");
        snapshot.put("version", version + 1);
        for (Map.Entry<String, byte[]> role : roles.entrySet()) {
            long its = JSON.readTree(role.getValue()).at("/signed/version").longValue();
            describe(((ObjectNode) snapshot.get("meta")).putObject(role.getKey() + ".json"), its, role.getValue());
            objects.put("metadata/" + its + "." + encode(role.getKey()) + ".json", role.getValue());
        }
        byte[] signed = sign(snapshot, key);
        describe(listed, version + 1, signed);
        timestamp.put("version", timestamp.get("version").longValue() + 1);
        objects.put("metadata/" + (version + 1) + ".snapshot.json", signed);
        objects.put("metadata/timestamp.json", sign(timestamp, key));
        return objects;
    }

    /** A document that somebody else has written. */
    ObjectNode read(Path file) throws IOException {
        return (ObjectNode) JSON.readTree(file.toFile());
    }

    static ObjectNode parse(byte[] document) throws IOException {
        return (ObjectNode) JSON.readTree(document);
    }

    /** Where the policy lies. */
    String policy() throws IOException {
        String sha256 =
                signed(path("targets")).at("/targets/policy.json/hashes/sha256").textValue();
        return RepositoryPaths.target("policy.json", Digest.parse(sha256));
    }

    /** The current pointer of a channel. */
    ObjectNode pointer(ChannelName channel) throws IOException {
        return (ObjectNode) JSON.readTree(repository.resolve(target(channel)).toFile());
    }

    private String target(ChannelName channel) throws IOException {
        String sha256 = signed(path(channel.role()))
                .get("targets")
                .get(channel.target())
                .at("/hashes/sha256")
                .textValue();
        return RepositoryPaths.target(channel.target(), Digest.parse(sha256));
    }

    /** What it takes that a node sees a channel name this, as the next release. */
    Map<String, byte[]> point(ChannelName channel, ObjectNode pointer, Signer key) throws IOException {
        byte[] document = JsonText.compact(pointer).getBytes(UTF_8);
        byte[] role = edit(
                path(channel.role()),
                signed -> {
                    signed.put("version", signed.get("version").longValue() + 1);
                    ObjectNode target = ((ObjectNode) signed.get("targets")).putObject(channel.target());
                    target.put("length", document.length)
                            .putObject("hashes")
                            .put("sha256", Digest.of(document).toString());
                },
                key);
        Map<String, byte[]> objects = new TreeMap<>(publish(Map.of(channel.role(), role), key));
        objects.put(RepositoryPaths.target(channel.target(), Digest.of(document)), document);
        return objects;
    }

    private static void describe(ObjectNode file, long version, byte[] bytes) {
        file.put("version", version).put("length", bytes.length);
        file.putObject("hashes").put("sha256", Digest.of(bytes).toString());
    }

    private static String encode(String role) {
        return role.replace("/", "%2F");
    }

    /** The current document of a role. */
    String path(String role) throws IOException {
        long version = signed("metadata/timestamp.json")
                .at("/meta/snapshot.json/version")
                .longValue();
        ObjectNode meta =
                (ObjectNode) signed("metadata/" + version + ".snapshot.json").get("meta");
        return "metadata/" + meta.get(role + ".json").get("version").longValue() + "." + role + ".json";
    }

    /** The bytes of an object of the repository. */
    byte[] bytes(String path) throws IOException {
        return Files.readAllBytes(repository.resolve(path));
    }
}
