package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.attest.AttestationPath;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.pack.Pack;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.RepositoryPaths;
import io.freshet.providers.api.ObjectStore;
import io.freshet.publisher.crew.InParallel;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * What a release that is not committed yet needs, checked after the condemned list has changed (commit protocol, step
 * 10.4): what is listed has to be made again, and so has what is gone, which only a look tells. What the channel's current
 * release holds is not asked for: it is live in the new base, so that nobody can have condemned it.
 */
final class Reliances {

    private static final int LOOKS_AT_ONCE = 16;

    private final ObjectStore store;
    private final Set<String> condemned;

    Reliances(ObjectStore store, Set<String> condemned) {
        this.store = store;
        this.condemned = condemned;
    }

    Set<String> toMakeAgain(
            ReleaseDraft draft, List<Timestamped> timestamps, Pointer pointer, Optional<Pointer> current)
            throws IOException, InterruptedException {
        Set<String> needed = needed(draft, pointer);
        for (Timestamped each : timestamps) {
            if (each instanceof Timestamped.At at) {
                needed.add(at.path());
            }
        }
        if (current.isPresent()) {
            needed.removeAll(held(current.get()));
        }
        return missing(needed);
    }

    /**
     * Makes sure that all is there that the release of a pointer needs.
     *
     * @throws CommitException.Incomplete if something is not, or is condemned
     */
    void requireThere(Pointer pointer) throws IOException, InterruptedException {
        Optional<String> missing = missing(held(pointer)).stream().findFirst();
        if (missing.isPresent()) {
            throw new CommitException.Incomplete(store.url(), missing.get());
        }
    }

    /** Whether something is condemned that the release of a pointer needs. */
    boolean areCondemned(Pointer pointer) throws IOException {
        return held(pointer).stream().anyMatch(condemned::contains);
    }

    private Set<String> missing(Set<String> needed) throws IOException, InterruptedException {
        Set<String> missing = new ConcurrentSkipListSet<>();
        InParallel.each(needed, LOOKS_AT_ONCE, object -> {
            if (condemned.contains(object) || store.stat(object).isEmpty()) {
                missing.add(object);
            }
        });
        return missing;
    }

    private static Set<String> needed(ReleaseDraft draft, Pointer pointer) {
        Set<String> needed = new TreeSet<>();
        draft.packs().forEach(pack -> needed.add(Pack.path(pack)));
        needed.add(draft.manifest().path());
        if (draft.snapshot().isPresent()) {
            needed.add(AttestationPath.of(draft.manifest().sha256(), 0));
        }
        pointer.history().older().ifPresent(page -> needed.add(page.path()));
        needed.add(RepositoryPaths.target(new ChannelName(pointer.channel()).target(), Digest.of(pointer.toBytes())));
        return needed;
    }

    private Set<String> held(Pointer current) throws IOException {
        Set<String> held = new HashSet<>();
        SnapshotPacks.of(store, current.release().location()).forEach(pack -> held.add(Pack.path(pack)));
        held.add(current.release().manifest().path());
        current.history().older().ifPresent(page -> held.add(page.path()));
        return held;
    }
}
