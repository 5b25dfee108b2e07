package io.freshet.publisher;

import io.freshet.core.trust.Keys;
import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.RootChain;
import io.freshet.core.trust.RootDraft;
import io.freshet.core.trust.RootDraft.Signers;
import io.freshet.core.trust.Signer;
import io.freshet.core.trust.SigningKey;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.commit.RootChange;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A signed root that replaces the online key of a repository. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Rotation(TestHouse house, Signer replacement, byte[] root) {

    static Rotation of(TestHouse house) throws Exception {
        Signer replacement = SigningKey.generate(new SecureRandom());
        byte[] root = RootDraft.after(
                        RootChain.from("1.root.json", house.root).newest().root(),
                        TestHouse.NOW.plus(Duration.ofDays(365)))
                .replaceKeys(
                        List.of(RoleName.SNAPSHOT, RoleName.TIMESTAMP),
                        new Signers(List.of(replacement.publicKey()), 1))
                .sign(house.keys.roots().getFirst())
                .bytes();
        return new Rotation(house, replacement, root);
    }

    /** The offline keys, the old online key and the new one. */
    Keys all() {
        return new Keys(house.keys.roots(), house.keys.online(), List.of(replacement));
    }

    /** What a machine has that publishes afterwards. */
    Keys newOnline() {
        return new Keys(List.of(), Optional.empty(), List.of(replacement));
    }

    RootChange open(ObjectStore authority) throws Exception {
        return open(authority, Map.of());
    }

    /** The same, with these versions of documents. */
    RootChange open(ObjectStore authority, Map<String, Long> chosen) throws Exception {
        return RootChange.open(
                authority,
                house.root,
                root,
                all(),
                chosen,
                TestHouse.CLOCK,
                new SplittableRandom(1),
                TestHouse.AT_ONCE);
    }

    /** Puts it in force at both destinations; why the log could not be signed, if it could not. */
    Optional<IOException> publish() throws Exception {
        return open(house.authority)
                .publish(() -> house.openAt(TestHouse.NOW, all(), house.authority, house.follower)
                        .follow());
    }
}
