package io.freshet.publisher.commit;

import io.freshet.core.manifest.Descriptor;
import io.freshet.core.trust.ChannelName;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.CasResult;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.StoredObject;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The descriptor at an authority: unsigned advice, which nothing that is released depends on. */
record DescriptorFile(ObjectStore store) {

    /** Writes the first one. */
    void write(List<String> mirrors, Collection<ChannelName> channels) throws IOException {
        Descriptor first = new Descriptor(mirrors, names(channels));
        store.put(Descriptor.PATH, Body.of(first.toBytes()), ObjectHeaders.MUTABLE_JSON);
    }

    /** Says which channels there are, where no descriptor does. */
    @FunctionalInterface
    interface All {
        Collection<ChannelName> channels() throws IOException;
    }

    /**
     * Adds a channel, unless it is there, and keeps all else that it says; one that is missing is made, of all channels.
     *
     * @return whether it has the channel; false where somebody else was faster
     */
    boolean add(ChannelName channel, All all) throws IOException {
        Optional<StoredObject> there = store.get(Descriptor.PATH, Descriptor.LIMITS.maxBytes());
        Descriptor before = there.isPresent()
                ? Descriptor.read(Descriptor.PATH, there.get().bytes())
                : new Descriptor(List.of(), names(all.channels()));
        Descriptor after = before.withChannel(channel.name());
        if (there.isPresent() && after.equals(before)) {
            return true;
        }
        Body body = Body.of(after.toBytes());
        return there.isPresent()
                ? store.compareAndSet(Descriptor.PATH, there.get().revision(), body, ObjectHeaders.MUTABLE_JSON)
                        instanceof CasResult.Stored
                : store.putIfAbsent(Descriptor.PATH, body, ObjectHeaders.MUTABLE_JSON) instanceof PutResult.Stored;
    }

    private static List<String> names(Collection<ChannelName> channels) {
        return channels.stream().map(ChannelName::name).toList();
    }
}
