package io.freshet.publisher.upload;

import io.freshet.core.Digest;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreInterrupted;
import io.freshet.publisher.commit.CopyReport;
import io.freshet.publisher.commit.Repository;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A destination that does not decide: once it has failed it is left alone until the next run. */
final class Follower {

    private final ObjectStore store;
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    Follower(ObjectStore store) {
        this.store = store;
    }

    String url() {
        return store.url();
    }

    /** Stores a pack, unless this follower has failed before; that it fails now is kept for the report. */
    void store(Digest pack, Body body) throws IOException {
        if (failure.get() == null) {
            try {
                AllDestinations.put(store, pack, body);
            } catch (StoreInterrupted e) {
                throw e;
            } catch (StoreException e) {
                failure.compareAndSet(null, e);
            }
        }
    }

    /** Copies what is missing of the repository here, unless this follower has failed before. */
    FollowerReport follow(Repository repository) throws StoreInterrupted, InterruptedException {
        @Nullable IOException before = failure.get();
        if (before != null) {
            return new FollowerReport(url(), Optional.empty(), Optional.of(before));
        }
        try {
            CopyReport copied = repository.copyTo(store);
            return new FollowerReport(url(), Optional.of(copied), Optional.empty());
        } catch (StoreInterrupted e) {
            throw e;
        } catch (IOException e) {
            return new FollowerReport(url(), Optional.empty(), Optional.of(e));
        }
    }
}
