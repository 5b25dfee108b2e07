package io.freshet.publisher.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every law of {@code docs/spec/commit-protocol.md} holds in every state that can be reached. */
class CommitProtocolTest {
    static Stream<Arguments> scenarios() {
        return Stream.of(
                Arguments.of(Scenarios.reuseOfGarbage(0), List.of("a pack made again")),
                Arguments.of(
                        Scenarios.reuseOfGarbage(1).withoutFollower(),
                        List.of("a pack made again", "a commit after its sender's crash")),
                Arguments.of(Scenarios.channels(1, 1), List.of("a commit after its sender's crash")),
                Arguments.of(Scenarios.threeChannels().withoutFollower(), List.of("three commits")),
                Arguments.of(
                        Scenarios.sameChannel(0, 1, 1),
                        List.of("a lost race for the channel", "an entry without a release")),
                Arguments.of(
                        Scenarios.sameChannel(1, 0, 1).withoutFollower(),
                        List.of("a lost race for the channel", "a condemned pack")),
                Arguments.of(Scenarios.sleeper().withoutFollower(), List.of("a pack made again", "a dropped entry")),
                Arguments.of(Scenarios.staleIntents(1), List.of("a pack made again", "an erased pack")),
                Arguments.of(Scenarios.lateDeletion(0, 1), List.of("a pack made again", "a dropped entry")),
                Arguments.of(Scenarios.lateDeletion(1, 0).withoutFollower(), List.of("a dropped entry")),
                Arguments.of(Scenarios.superseded(1), List.of("an erased pack", "a follower two commits behind")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void holdsInEveryState(Scenario scenario, List<String> landmarks) {
        Result result = new Explorer(scenario, Laws.ALL, Landmarks.ALL).explore();
        System.out.println(result.summary());
        assertEquals(Optional.empty(), result.broken(), result::report);
        for (String landmark : landmarks) {
            assertTrue(result.landmarks().get(landmark) > 0, () -> "never came to " + landmark);
        }
    }
}
