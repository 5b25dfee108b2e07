package io.freshet.publisher.upload;

import io.freshet.core.trust.Keys;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoreInterrupted;
import io.freshet.providers.api.StoreUnavailable;
import io.freshet.publisher.commit.Repository;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A repository at its authority, and the destinations that follow.
 *
 * @param repository as its authority has it
 * @param authority the destination that decides
 * @param followers all others
 */
public record Destinations(Repository repository, ObjectStore authority, List<ObjectStore> followers) {

    /** Copies the list. */
    public Destinations {
        followers = List.copyOf(followers);
    }

    /**
     * Finds out which of several destinations is the authority. One that can't be reached does no harm as long as another
     * one tells.
     *
     * @param stores all destinations, at least one; they stay the caller's
     * @param root the root metadata that came with the keys
     * @throws io.freshet.publisher.commit.CommitException if there is no repository, or its authority is not among them
     */
    public static Destinations open(
            List<ObjectStore> stores, byte[] root, Keys keys, Clock clock, RandomGenerator random) throws IOException {
        ObjectStore told = stores.getFirst();
        Optional<StoreUnavailable> silent = Optional.empty();
        for (ObjectStore store : stores) {
            try {
                Optional<String> url = Repository.authorityOf(store, root);
                if (url.isPresent()) {
                    told = stores.stream()
                            .filter(other -> other.url().equals(url.get()))
                            .findFirst()
                            .orElse(store);
                    silent = Optional.empty();
                    break;
                }
            } catch (StoreUnavailable e) {
                silent = Optional.of(e);
            }
        }
        if (silent.isPresent()) {
            throw silent.get();
        }
        ObjectStore authority = told;
        Repository repository = Repository.open(authority, root, keys, clock, random);
        return new Destinations(
                repository,
                authority,
                stores.stream()
                        .filter(store -> !store.url().equals(authority.url()))
                        .toList());
    }

    /** Brings all followers up to date, and says how each one stands; one that fails does not stop the others. */
    public List<FollowerReport> follow() throws StoreInterrupted {
        return follow(followers.stream().map(Follower::new).toList());
    }

    List<FollowerReport> follow(List<Follower> each) throws StoreInterrupted {
        List<FollowerReport> reports = new ArrayList<>();
        for (Follower follower : each) {
            reports.add(follower.follow(repository));
        }
        return reports;
    }
}
