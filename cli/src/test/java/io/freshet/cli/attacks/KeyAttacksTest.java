package io.freshet.cli.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.CanonicalJson;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Attacks by keys that were stolen, revoked or counted twice, and by names, on {@code freshet fetch}. */
class KeyAttacksTest extends Attack {

    private static final String TIMESTAMP = "metadata/timestamp.json";
    private static final String ROLE = "channel.mainnet.archive";

    private final SigningKey other = SigningKey.generate(new SecureRandom());

    /** The staging channel has a key of its own; whoever stole it signs for the stable one. */
    @Test
    void aStolenStagingKeyUsedForStable() throws Exception {
        byte[] targets = targets("channel.staging.archive", other);
        byte[] stable = forger.edit(forger.path(ROLE), signed -> signed.put("version", 50), other);
        mirror.forged.putAll(forger.publish(Map.of("targets", targets, ROLE, stable), forger.online));

        victim.refuses("one", mirror, "has 0 of the 1 valid signatures", "asks for the role " + ROLE);
    }

    /** The channel has another key now; the old one signs a next version. */
    @Test
    void aRevokedDelegate() throws Exception {
        byte[] targets = targets(ROLE, other);
        byte[] stable = forger.edit(forger.path(ROLE), signed -> signed.put("version", 50), forger.online);
        mirror.forged.putAll(forger.publish(Map.of("targets", targets, ROLE, stable), forger.online));

        victim.refuses("one", mirror, "has 0 of the 1 valid signatures", "asks for the role " + ROLE);
    }

    /** The top-level targets, in which a role has this key and no other. */
    private byte[] targets(String role, Signer key) throws IOException {
        return forger.edit(
                forger.path("targets"),
                signed -> {
                    signed.put("version", 50);
                    ObjectNode delegations = (ObjectNode) signed.get("delegations");
                    ((ObjectNode) delegations.get("keys"))
                            .set(key.id(), key.publicKey().toJson());
                    for (var delegation : delegations.get("roles")) {
                        if (delegation.get("name").textValue().equals(role)) {
                            ((ObjectNode) delegation).putArray("keyids").add(key.id());
                        }
                    }
                },
                forger.root);
    }

    /** The timestamp needs two keys; one is listed under two ids, and signs under both. */
    @Test
    void oneKeyTwiceUnderTwoIds() throws Exception {
        ObjectNode twin = forger.online.publicKey().toJson().put("x-note", "another id");
        String id = Digest.of(CanonicalJson.encode(twin)).toString();
        byte[] root = forger.edit(
                "metadata/1.root.json",
                signed -> {
                    signed.put("version", 2);
                    ((ObjectNode) signed.get("keys")).set(id, twin);
                    ObjectNode role = (ObjectNode) signed.at("/roles/timestamp");
                    role.put("threshold", 2);
                    ((ArrayNode) role.get("keyids")).add(id);
                },
                forger.root);
        mirror.forged.put("metadata/2.root.json", root);
        ObjectNode timestamp = forger.signed(TIMESTAMP).put("version", 50);
        byte[] bytes = CanonicalJson.encode(timestamp);
        String sig = HexFormat.of().formatHex(forger.online.sign(bytes));
        String document = "{\"signatures\":[{\"keyid\":\"" + forger.online.id() + "\",\"sig\":\"" + sig
                + "\"},{\"keyid\":\"" + id + "\",\"sig\":\"" + sig + "\"}],\"signed\":" + timestamp + "}";
        mirror.forged.put(TIMESTAMP, document.getBytes(StandardCharsets.UTF_8));

        victim.refuses("one", mirror, "has 1 of the 2 valid signatures", "repeated");
    }

    @Test
    void duplicateSignatures() throws Exception {
        byte[] twice = forger.edit(TIMESTAMP, signed -> signed.put("version", 50), forger.online, forger.online);
        mirror.forged.put(TIMESTAMP, twice);

        victim.refuses("one", mirror, "is not well-formed metadata", "/signatures");
    }

    /** A role that may speak about the channel before its own, by a name that leads out of every directory. */
    @Test
    void pathTraversalInTheNameOfARole() throws Exception {
        String evil = "../../../evil";
        byte[] targets = forger.edit(
                forger.path("targets"),
                signed -> {
                    signed.put("version", 50);
                    ObjectNode delegation = signed.at("/delegations/roles/0").deepCopy();
                    delegation.put("name", evil).put("terminating", false);
                    ((ArrayNode) signed.at("/delegations/roles")).insert(0, delegation);
                },
                forger.root);
        byte[] empty = forger.edit(
                forger.path(ROLE), signed -> signed.put("version", 7).putObject("targets"), forger.online);
        mirror.forged.putAll(forger.publish(Map.of("targets", targets, evil, empty), forger.online));

        victim.fetches("one", mirror);
        assertThat(mirror.asked).contains("metadata/7...%2F..%2F..%2Fevil.json");
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(file -> file.getFileName().toString().contains("evil")))
                    .containsExactly(victim.node.resolve(".freshet/trust/..%2F..%2F..%2Fevil.json"));
        }
    }

    /** A target whose path leads out of every directory. */
    @Test
    void pathTraversalInTheNameOfATarget() throws Exception {
        byte[] channel = forger.edit(
                forger.path(ROLE),
                signed -> {
                    signed.put("version", 50);
                    ObjectNode targets = (ObjectNode) signed.get("targets");
                    targets.set("../../evil", targets.get("channels/mainnet/archive.json"));
                },
                forger.online);
        mirror.forged.putAll(forger.publish(Map.of(ROLE, channel), forger.online));

        victim.refuses("one", mirror, "\"../../evil\" is no path of a target");
    }
}
