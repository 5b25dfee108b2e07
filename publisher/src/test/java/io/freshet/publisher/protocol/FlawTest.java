package io.freshet.publisher.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The model can fail: each rule that is broken leads to something that a user would notice. {@link Laws#FENCED} is not
 * asked, so that the counterexamples go on to where the harm is done.
 */
class FlawTest {
    @ParameterizedTest
    @EnumSource
    void hasACounterexample(Flaw flaw) {
        Result result = new Explorer(scenario(flaw).with(flaw), Laws.VISIBLE, Map.of()).explore();
        System.out.println(result.report());
        assertEquals(Optional.of(harm(flaw)), result.broken(), result::summary);
    }

    private static Scenario scenario(Flaw flaw) {
        return switch (flaw) {
            case NO_RECHECK_AFTER_LOSS -> Scenarios.staleIntents(1);
            case CONDEMNED_LIST_APART -> Scenarios.erasureOfReused().withoutFollower();
            case NO_LOOK_AFTER_LOSS -> Scenarios.sleeper();
            case CONDEMNED_NAME_USED_AGAIN -> Scenarios.lateDeletion(0, 0);
            case ENTRY_DROPPED_AT_ONCE -> Scenarios.lateDeletion(0, 1);
            case NO_GRACE, GRACE_BEFORE_FOLLOWERS -> Scenarios.superseded(0);
            case PACKS_LISTED_AFTER_INTENTS -> Scenarios.staleIntents(0);
            case FOLLOWER_FIRST,
                    FOLLOWER_TIMESTAMP_BEFORE_OBJECTS,
                    FOLLOWER_UNCONDITIONAL,
                    AUTHORITY_UNCONDITIONAL,
                    LOG_AFTER_TIMESTAMP,
                    SNAPSHOT_OVERWRITTEN,
                    STALE_SNAPSHOT_SIGNED_AGAIN,
                    STALE_RENEWAL -> Scenarios.channels(0, 0);
            case OWN_CHANNEL_IGNORED -> Scenarios.sameChannel(0, 0, 0);
            case ONLY_IDENTICAL_WINS -> Scenarios.sameChannel(0, 0, 1);
        };
    }

    private static String harm(Flaw flaw) {
        return switch (flaw) {
            case NO_RECHECK_AFTER_LOSS,
                    NO_LOOK_AFTER_LOSS,
                    CONDEMNED_LIST_APART,
                    CONDEMNED_NAME_USED_AGAIN,
                    ENTRY_DROPPED_AT_ONCE,
                    FOLLOWER_FIRST,
                    FOLLOWER_TIMESTAMP_BEFORE_OBJECTS -> "closed";
            case NO_GRACE, GRACE_BEFORE_FOLLOWERS -> "readable";
            case PACKS_LISTED_AFTER_INTENTS -> "protected";
            case FOLLOWER_UNCONDITIONAL -> "following";
            case AUTHORITY_UNCONDITIONAL, STALE_SNAPSHOT_SIGNED_AGAIN, STALE_RENEWAL -> "linear";
            case LOG_AFTER_TIMESTAMP, OWN_CHANNEL_IGNORED -> "logged";
            case SNAPSHOT_OVERWRITTEN -> "immutable";
            case ONLY_IDENTICAL_WINS -> "truthful";
        };
    }
}
