package io.freshet.publisher.protocol;

import java.util.List;
import java.util.Optional;

/** What must hold once every process has finished. */
final class Ending {
    private Ending() {}

    static Optional<String> unfinished(World end, Scenario scenario) {
        if (!end.quiescent()) {
            return Optional.empty();
        }
        for (Plan plan : scenario.publishers()) {
            List<Publisher> rivals = end.actors().stream()
                    .filter(Publisher.class::isInstance)
                    .map(Publisher.class::cast)
                    .filter(publisher -> publisher.plan().channel().equals(plan.channel()))
                    .toList();
            long winners = rivals.stream()
                    .filter(publisher -> publisher.outcome() == Publisher.Outcome.WON)
                    .count();
            if (winners == 0) {
                return Optional.of("no publisher of channel " + plan.channel() + " has won");
            }
        }
        if (scenario.followed()
                && !end.follower().timestamp().equals(end.authority().timestamp())) {
            return Optional.of("the follower was left behind");
        }
        return Optional.empty();
    }
}
