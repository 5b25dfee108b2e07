package io.freshet.fetcher.trust;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.Digest;
import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.JsonText;
import io.freshet.core.json.StrictJson;
import io.freshet.core.manifest.Chain;
import io.freshet.core.manifest.Manifest;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.manifest.Rollback;
import io.freshet.core.trust.ChannelKeys;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.TrustStore;
import io.freshet.core.trust.VerifyingKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What was last taken of a channel, in a file {@code ROLE.seen} of the trust store: versions of metadata only rise, but
 * whoever has the channel's key could let them name what is lower on the chain, or of another one.
 */
final class ChannelMemory {

    /** Names of networks are as long as a manifest lets them be. */
    private static final JsonLimits LIMITS = new JsonLimits(Manifest.LIMITS.maxBytes() + 4096, 4);

    private final TrustStore store;
    private final String file;
    private final String keys;

    /** @param keys who signs for the channel: what was taken of others, whose keys were replaced, is forgotten */
    ChannelMemory(TrustStore store, ChannelName channel, ChannelKeys keys) {
        this.store = store;
        this.file = channel.role() + ".seen";
        String all = keys.keys().stream().map(VerifyingKey::material).sorted().collect(Collectors.joining("\n"));
        this.keys = Digest.of(all.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /**
     * What was taken.
     *
     * @param sequence number of the release
     * @param height its height, if it had one
     * @param chain what it was of
     */
    record Seen(long sequence, Optional<Long> height, Chain chain) {}

    /**
     * Refuses what came before what was taken, what is of another chain, and what is lower, unless the channel was taken
     * back since.
     *
     * @param chain that of the manifest
     * @throws ChannelRefused.EarlierRelease if its number is lower
     * @throws ChannelRefused.OtherNetwork if its chain is another one, or is not said any more
     * @throws ChannelRefused.LowerHeight if its height is lower
     */
    void check(Pointer pointer, Chain chain) throws IOException {
        Optional<Seen> taken = seen();
        if (taken.isEmpty()) {
            return;
        }
        Seen seen = taken.get();
        if (pointer.release().sequence() < seen.sequence()) {
            throw new ChannelRefused.EarlierRelease(pointer, seen);
        }
        boolean back = isTakenBack(pointer, seen);
        // What the channel is taken back to may be from before it said its chain.
        if (back ? seen.chain().contradicts(chain) : !seen.chain().goesOnAs(chain)) {
            throw new ChannelRefused.OtherNetwork(pointer, chain, seen, store.describe(file));
        }
        if (isLower(pointer.release(), seen) && !back) {
            throw new ChannelRefused.LowerHeight(pointer, seen);
        }
    }

    /** One that does not say its height may be of any. */
    private static boolean isLower(Release offered, Seen seen) {
        return seen.height().isPresent()
                && (offered.height().isEmpty()
                        || offered.height().get() < seen.height().get());
    }

    private static boolean isTakenBack(Pointer pointer, Seen seen) {
        Optional<Rollback> back = pointer.rollback();
        return back.isPresent()
                && seen.sequence() <= back.get().from()
                && back.get().from() < pointer.release().sequence()
                && !isOfAnotherPast(back.get(), seen)
                && pointer.release().height().orElse(0L) >= back.get().floor().orElse(0L);
    }

    /** A channel that was never as high as what was seen of it is another one under the same name and keys. */
    static boolean isOfAnotherPast(Rollback back, Seen seen) {
        return seen.height().isPresent()
                && back.ceiling()
                        .filter(highest -> highest < seen.height().get())
                        .isPresent();
    }

    /** Remembers what is about to be fetched, unless it came before what was taken: somebody asked for it by its digest. */
    void keep(Release release, Chain chain) throws IOException {
        Seen next = new Seen(release.sequence(), release.height(), chain);
        Optional<Seen> taken = seen();
        boolean isEarlier = taken.isPresent() && next.sequence() < taken.get().sequence();
        if (!isEarlier && !Optional.of(next).equals(taken)) {
            ObjectNode json =
                    JsonNodeFactory.instance.objectNode().put("keys", keys).put("sequence", next.sequence());
            next.height().ifPresent(height -> json.put("height", height));
            chain.network().ifPresent(network -> json.put("network", network));
            chain.id().ifPresent(id -> json.put("chainId", id));
            store.write(file, JsonText.readable(json).getBytes(StandardCharsets.UTF_8));
        }
    }

    private Optional<Seen> seen() throws IOException {
        Optional<byte[]> bytes = store.read(file);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        JsonObject json = StrictJson.readObject(store.describe(file), bytes.get(), LIMITS);
        if (!json.string("keys").equals(keys)) {
            return Optional.empty();
        }
        return Optional.of(new Seen(
                json.integer("sequence", 1, JsonObject.MAX_INTEGER),
                json.has("height") ? Optional.of(json.integer("height", 0, JsonObject.MAX_INTEGER)) : Optional.empty(),
                new Chain(json.optionalString("network"), json.optionalString("chainId"))));
    }
}
