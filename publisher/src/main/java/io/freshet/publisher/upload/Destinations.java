package io.freshet.publisher.upload;

import io.freshet.core.policy.Policy;
import io.freshet.core.trust.Keys;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.Sleeper;
import io.freshet.providers.api.StoreInterrupted;
import io.freshet.providers.api.StoreUnavailable;
import io.freshet.publisher.commit.CommitException;
import io.freshet.publisher.commit.Repository;
import io.freshet.publisher.witness.Witnesses;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
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
     * Finds out which of several destinations is the authority: the one that the policy of the highest epoch names. One
     * that can't be reached does no harm as long as another one tells.
     *
     * @param stores all destinations, at least one; they stay the caller's
     * @param root the root metadata that came with the keys
     * @param random for delays and salts
     * @param sleeper waits between attempts, when others are faster
     * @throws io.freshet.publisher.commit.CommitException if there is no repository, or its authority is not among them
     */
    public static Destinations open(
            List<ObjectStore> stores, byte[] root, Keys keys, Clock clock, RandomGenerator random, Sleeper sleeper)
            throws IOException {
        Optional<Policy> newest = newest(stores, root);
        ObjectStore authority = newest.isEmpty()
                ? stores.getFirst()
                : stores.stream()
                        .filter(store -> store.url().equals(newest.get().authority()))
                        .findFirst()
                        .orElseThrow(() ->
                                new CommitException.NotTheAuthority(newest.get().authority()));
        Repository repository = Repository.open(authority, root, keys, clock, random, sleeper);
        return new Destinations(
                repository,
                authority,
                stores.stream()
                        .filter(store -> !store.url().equals(authority.url()))
                        .toList());
    }

    /** The same, whose log these witnesses are asked to cosign. */
    public Destinations witnessedBy(Witnesses witnesses) {
        return new Destinations(repository.witnessedBy(witnesses), authority, followers);
    }

    private static Optional<Policy> newest(List<ObjectStore> stores, byte[] root) throws IOException {
        List<Policy> policies = new ArrayList<>();
        Optional<StoreUnavailable> silent = Optional.empty();
        for (ObjectStore store : stores) {
            try {
                Repository.policyAt(store, root).ifPresent(policies::add);
            } catch (StoreUnavailable e) {
                silent = Optional.of(e);
            }
        }
        if (policies.isEmpty() && silent.isPresent()) {
            throw silent.get();
        }
        return policies.stream().max(Comparator.comparingLong(Policy::epoch));
    }

    /** Brings all followers up to date, and says how each one stands; one that fails does not stop the others. */
    public List<FollowerReport> follow() throws StoreInterrupted, InterruptedException {
        return follow(followers.stream().map(Follower::new).toList());
    }

    List<FollowerReport> follow(List<Follower> each) throws StoreInterrupted, InterruptedException {
        List<FollowerReport> reports = new ArrayList<>();
        for (Follower follower : each) {
            reports.add(follower.follow(repository));
        }
        return reports;
    }
}
