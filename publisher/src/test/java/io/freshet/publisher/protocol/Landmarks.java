package io.freshet.publisher.protocol;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Situations that an exploration should have come through. */
final class Landmarks {
    static final Map<String, Predicate<World>> ALL = new TreeMap<>(Map.of(
            "a lost race for the channel", world -> outcome(world, Publisher.Outcome.LOST),
            "three commits", world -> world.commits().size() > 3,
            "a pack made again", world -> head(world).packs().stream().anyMatch(Landmarks::madeAgain),
            "a condemned pack", world -> !head(world).condemned().entries().isEmpty(),
            "an erased pack",
                    world -> head(world).condemned().entries().stream()
                            .anyMatch(entry -> entry.erased() > Condemned.NEVER),
            "a dropped entry",
                    world -> head(world).condemned().number() > 0
                            && head(world).condemned().entries().isEmpty(),
            "a follower two commits behind",
                    world ->
                            head(world).version() - world.follower().timestamp().version() > 1,
            "an entry without a release",
                    world -> world.quiescent()
                            && world.authority()
                                    .has(Names.log(head(world).snapshot().log())),
            "a commit after its sender's crash",
                    world -> world.actors().stream()
                            .anyMatch(actor -> actor instanceof Publisher publisher
                                    && committedByAnEarlierRun(world, publisher))));

    private Landmarks() {}

    private static Timestamp head(World world) {
        return world.authority().timestamp();
    }

    private static boolean madeAgain(String pack) {
        return pack.contains("~") || pack.contains(".");
    }

    private static boolean outcome(World world, Publisher.Outcome outcome) {
        return world.actors().stream()
                .anyMatch(actor -> actor instanceof Publisher publisher && publisher.outcome() == outcome);
    }

    private static boolean committedByAnEarlierRun(World world, Publisher publisher) {
        Release head = head(world).snapshot().release(publisher.plan().channel());
        return publisher.made(head) && !head.includes(publisher.runId());
    }
}
