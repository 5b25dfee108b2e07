package io.freshet.cli.attacks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.testing.HttpMirror;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Attacks by documents, on {@code freshet fetch}: each is refused by its name, and the node stays as it was. */
class MetadataAttacksTest extends Attack {

    private static final String TIMESTAMP = "metadata/timestamp.json";
    private static final String PAST = "2020-01-01T00:00:00Z";

    @Test
    void arbitraryContent() throws Exception {
        Signer attacker = SigningKey.generate(new SecureRandom());
        mirror.forged.put(TIMESTAMP, forger.edit(TIMESTAMP, signed -> signed.put("version", 99), attacker));

        victim.refuses("one", mirror, "has 0 of the 1 valid signatures", "not of this role");
    }

    @Test
    void arbitraryContentInAPack() throws Exception {
        victim.release(Victim.CHANNEL, "two");
        try (Stream<Path> packs = Files.walk(victim.repository.resolve("packs"))) {
            for (Path pack : packs.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(pack);
                bytes[bytes.length / 2] ^= 1;
                bytes[20] ^= 1;
                mirror.forged.put(victim.repository.relativize(pack).toString(), bytes);
            }
        }

        victim.refuses("one", mirror, "packs/");
    }

    /** All of an older state, after the node was started anew. */
    @Test
    void rollback() throws Exception {
        byte[] old = forger.bytes(TIMESTAMP);
        victim.release(Victim.CHANNEL, "two");
        victim.fetches("two", mirror);
        mirror.forged.put(TIMESTAMP, old);

        victim.refuses("two", mirror, "offers version", "was trusted before");
    }

    /** A newer timestamp that names an older snapshot: by a stolen online key. */
    @Test
    void rollbackByAStolenKey() throws Exception {
        ObjectNode old = (ObjectNode) forger.signed(TIMESTAMP).at("/meta/snapshot.json");
        victim.release(Victim.CHANNEL, "two");
        victim.fetches("two", mirror);
        mirror.forged.put(
                TIMESTAMP,
                forger.edit(
                        TIMESTAMP,
                        signed -> {
                            signed.put("version", 50);
                            ((ObjectNode) signed.get("meta")).set("snapshot.json", old);
                        },
                        forger.online));

        victim.refuses("two", mirror, "of snapshot", "was trusted before");
    }

    /** The node is kept from news for longer than the last one was good for. */
    @Test
    void freezeByReplayPastExpiry() throws Exception {
        mirror.forged.put(
                TIMESTAMP,
                forger.edit(TIMESTAMP, signed -> signed.put("version", 50).put("expires", PAST), forger.online));

        victim.refuses("one", mirror, "expired at " + PAST);
    }

    /** The root that has other keys is withheld, so that a key counts that was replaced: until the root expires. */
    @Test
    void freezeByAWithheldRoot() throws Exception {
        Path root = victim.keys.resolve("root.json");
        Files.write(root, forger.edit("metadata/1.root.json", signed -> signed.put("expires", PAST), forger.root));
        Files.write(victim.repository.resolve("metadata/1.root.json"), Files.readAllBytes(root));
        Files.copy(
                victim.node.resolve("current/state"),
                directory.resolve("source/state"),
                StandardCopyOption.REPLACE_EXISTING);
        Path trust = victim.node.resolve(".freshet/trust");
        Files.write(trust.resolve("root.json"), Files.readAllBytes(root));
        Files.write(trust.resolve("root_history/1.root.json"), Files.readAllBytes(root));
        mirror.withheld.add("metadata/2.root.json");

        victim.refuses("one", mirror, "metadata/1.root.json", "expired at " + PAST);
    }

    @Test
    void expiredEverything() throws Exception {
        String role = "channel.mainnet.archive";
        byte[] channel = forger.edit(
                forger.path(role), signed -> signed.put("version", 50).put("expires", PAST), forger.online);
        mirror.forged.putAll(forger.publish(Map.of(role, channel), forger.online));

        victim.refuses("one", mirror, "metadata/50.channel.mainnet.archive.json", "expired at " + PAST);
    }

    /** The newest snapshot, and a channel's document of another time in the place of the one that it names. */
    @Test
    void mixAndMatch() throws Exception {
        byte[] old = forger.bytes(forger.path("channel.mainnet.archive"));
        victim.release(Victim.CHANNEL, "two");
        mirror.forged.put(forger.path("channel.mainnet.archive"), old);

        victim.refuses("one", mirror, "where signed metadata says");
    }

    /** Versions driven up by a stolen key are forgotten once the key was replaced. */
    @Test
    void fastForward() throws Exception {
        mirror.forged.put(TIMESTAMP, forger.edit(TIMESTAMP, signed -> signed.put("version", 1L << 52), forger.online));
        victim.fetches("one", mirror);
        mirror.forged.clear();
        victim.refuses("one", mirror, "was trusted before");

        SigningKey heir = SigningKey.generate(new SecureRandom());
        replaceOnlineKey(heir);
        victim.fetches("one", mirror);
    }

    /** Root, targets and all that is below them, signed for an heir of the online key. */
    private void replaceOnlineKey(SigningKey heir) throws IOException {
        mirror.forged.put(
                "metadata/2.root.json",
                forger.edit(
                        "metadata/1.root.json",
                        signed -> {
                            signed.put("version", 2);
                            addKey(signed, heir);
                            for (String role : new String[] {"snapshot", "timestamp"}) {
                                ((ObjectNode) signed.at("/roles/" + role))
                                        .putArray("keyids")
                                        .add(heir.id());
                            }
                        },
                        forger.root));
        mirror.forged.putAll(forger.publish(new TreeMap<>(), heir));
    }

    private static void addKey(ObjectNode holder, Signer key) {
        ((ObjectNode) holder.get("keys")).set(key.id(), key.publicKey().toJson());
    }

    /** A signed document of one role in the place of another's. */
    @Test
    void aSignedObjectUnderAnotherPath() throws Exception {
        victim.release(Victim.OTHER, "staged");
        byte[] staged = forger.bytes(forger.path("channel.staging.archive"));
        mirror.forged.put(forger.path("channel.mainnet.archive"), staged);
        victim.refuses("one", fresh(), "where signed metadata says");

        mirror.forged.put(TIMESTAMP, forger.bytes(snapshotPath()));
        victim.refuses("one", mirror, "is of type \"snapshot\" where \"timestamp\" belongs");
    }

    private String snapshotPath() throws IOException {
        return "metadata/"
                + forger.signed(TIMESTAMP).at("/meta/snapshot.json/version").longValue() + ".snapshot.json";
    }

    /** The same mirror, for a node whose kept documents do not answer in its place. */
    private HttpMirror fresh() throws IOException {
        Files.delete(victim.node.resolve(".freshet/trust/channel.mainnet.archive.json"));
        return mirror;
    }

    /** The pointer of another channel, under this one's name, signed by the key of this one. */
    @Test
    void thePointerOfAnotherChannel() throws Exception {
        victim.release(Victim.OTHER, "staged");
        ObjectNode other = (ObjectNode)
                forger.signed(forger.path("channel.staging.archive")).get("targets");
        ObjectNode file = (ObjectNode) other.get("channels/staging/archive.json");
        String sha256 = file.at("/hashes/sha256").textValue();
        byte[] pointer = forger.bytes("targets/channels/staging/" + sha256 + ".archive.json");
        String role = "channel.mainnet.archive";
        byte[] channel = forger.edit(
                forger.path(role),
                signed -> {
                    signed.put("version", 50);
                    ((ObjectNode) signed.get("targets")).set("channels/mainnet/archive.json", file);
                },
                forger.online);
        mirror.forged.putAll(forger.publish(Map.of(role, channel), forger.online));
        mirror.forged.put("targets/channels/mainnet/" + sha256 + ".archive.json", pointer);

        victim.refuses("one", mirror, "staging/archive");
    }
}
