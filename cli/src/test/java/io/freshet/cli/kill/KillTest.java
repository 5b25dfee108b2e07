package io.freshet.cli.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.testing.Listing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of whole processes: a publication and a fetch die at moments spread over all that they do. Whatever the
 * moment, mirrors have the old release or the new one and all of it, {@code current} is the old tree or the new one to the byte, and
 * the same command again completes what was begun without sending or downloading again what was there.
 * {@code bench/kill} runs many more rounds.
 */
class KillTest {

    private static final int ROUNDS = Integer.getInteger("freshet.kill.rounds", 10);
    private static final long SEED = Long.getLong("freshet.kill.seed", 1);

    /** After so many, a new repository: its log and history are longer than a page of a pointer by then. */
    private static final int OF_A_SITE = 25;
    /** After so many, a new node. */
    private static final int OF_A_NODE = 5;

    @TempDir
    Path directory;

    private final Tally tally = new Tally();

    @Test
    void whateverTheMoment() throws Exception {
        System.out.printf("%d rounds of kill -9, seed %d%n", ROUNDS, SEED);
        for (int from = 0; from < ROUNDS; from += OF_A_SITE) {
            // A round can be repeated without those of other repositories before it.
            SplittableRandom random = new SplittableRandom(SEED + from);
            Path place = Files.createDirectory(directory.resolve("site-" + from));
            try (Site site = new Site(place, random)) {
                rounds(site, random, from, Math.min(ROUNDS, from + OF_A_SITE));
            }
            Site.delete(place);
        }
        System.out.print(tally);
        assertThat(tally.of("")).isEqualTo(2 * ROUNDS);
    }

    private void rounds(Site site, SplittableRandom random, int from, int to) throws Exception {
        PublishRound publisher = new PublishRound(site);
        publisher.whole();
        PublishRound.Current current =
                new PublishRound.Current(1, Listing.of(site.data().root()));
        Child.End wholeFetch = new FetchRound(site).fetch(current, Moment.NEVER, new Tally());
        site.data().nextNight();
        Child.End wholePublication = publisher.whole();
        current = new PublishRound.Current(2, Listing.of(site.data().root()));
        FetchRound node = new FetchRound(site);
        for (int round = from; round < to; round++) {
            Moment publish = Moment.in(wholePublication, random);
            Moment fetch = Moment.in(wholeFetch, random);
            try {
                current = publisher.night(current, publish, tally);
                node.fetch(current, fetch, tally);
            } catch (AssertionError | Exception e) {
                throw new AssertionError(
                        "round %d, seed %d, publication killed at %s, fetch at %s%n%s"
                                .formatted(round, SEED, publish, fetch, Files.readString(site.log())),
                        e);
            }
            if ((round + 1) % OF_A_NODE == 0) {
                node = new FetchRound(site);
            }
        }
    }
}
