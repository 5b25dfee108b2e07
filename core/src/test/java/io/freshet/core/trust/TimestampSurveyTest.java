package io.freshet.core.trust;

import static io.freshet.core.trust.TestRepository.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimestampSurveyTest {

    private static final Instant NOW = START.plus(Duration.ofDays(3));

    private final List<TimestampSurvey.Candidate> candidates = new ArrayList<>();
    private TestRepository repository;
    private byte[] newest;
    private byte[] older;
    private TrustedState start;

    @BeforeEach
    void publish() throws Exception {
        repository = TestRepository.withReleases(2);
        newest = repository.get(RepositoryPaths.TIMESTAMP);
        older = TestRepository.withReleases(1).get(RepositoryPaths.TIMESTAMP);
        start = TrustedState.startFrom("root.json", repository.root());
    }

    @Test
    void theHighestVersionWinsWhereverItStands() throws TrustException {
        offer(older, newest, older);
        TimestampSurvey survey = survey(start);

        assertThat(survey.state().timestamp().orElseThrow().signed().version()).isEqualTo(3);
        assertThat(survey.verdicts())
                .containsExactly(
                        new MirrorVerdict.Lagging("m0", RepositoryPaths.TIMESTAMP, 2, 3),
                        new MirrorVerdict.Current("m1", RepositoryPaths.TIMESTAMP, 3),
                        new MirrorVerdict.Lagging("m2", RepositoryPaths.TIMESTAMP, 2, 3));
    }

    /** One mirror drives the version up without a key; it must not keep the others from being heard. */
    @Test
    void aForgedVersionDoesNotWin() throws TrustException {
        byte[] forged = Forge.edit(newest, signed -> signed.put("version", 99), Forge.key(66));
        offer(forged, older);
        TimestampSurvey survey = survey(start);

        assertThat(survey.state().timestamp().orElseThrow().signed().version()).isEqualTo(2);
        assertThat(reason(survey.verdicts().getFirst())).isInstanceOf(TrustException.ThresholdNotMet.class);
    }

    /** Validly signed, but expired: a version that was signed for a day only. */
    @Test
    void anExpiredHigherVersionDoesNotWin() throws TrustException {
        byte[] expired = Forge.edit(
                newest, signed -> signed.put("version", 4).put("expires", "2026-11-24T00:00:00Z"), repository.online);
        offer(expired, newest);
        TimestampSurvey survey = survey(start);

        assertThat(survey.state().timestamp().orElseThrow().signed().version()).isEqualTo(3);
        assertThat(reason(survey.verdicts().getFirst())).isInstanceOf(TrustException.Expired.class);
    }

    /** The holder of the online key shows half of the world another release under the same version. */
    @Test
    void twoDocumentsOfOneVersionAreReported() throws TrustException {
        byte[] fork = Forge.edit(newest, signed -> signed.put("x", 1), repository.online);
        offer(newest, fork);
        TimestampSurvey survey = survey(start);

        assertThat(survey.verdicts().getFirst()).isInstanceOf(MirrorVerdict.Current.class);
        assertThat(reason(survey.verdicts().get(1)))
                .isInstanceOfSatisfying(
                        TrustException.Forked.class,
                        forked -> assertThat(forked.version()).isEqualTo(3));
    }

    /** A node that knows better is shown the past by every mirror. */
    @Test
    void whereAllAreOlderThanWhatIsTrustedItIsARollback() throws TrustException {
        TrustedState current = start.updateTimestamp(newest, NOW);
        offer(older, older);

        var error = catchThrowableOfType(TrustException.RollbackDetected.class, () -> survey(current));

        assertThat(error.trusted()).isEqualTo(3);
    }

    @Test
    void reasonsThatDifferAreAllTold() {
        offer(older, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        var error =
                catchThrowableOfType(TrustException.NoMirror.class, () -> survey(start.updateTimestamp(newest, NOW)));

        assertThat(error.verdicts())
                .extracting(verdict -> (Object) reason(verdict).getClass())
                .containsExactly(TrustException.RollbackDetected.class, TrustException.Malformed.class);
    }

    private void offer(byte[]... timestamps) {
        for (byte[] timestamp : timestamps) {
            candidates.add(new TimestampSurvey.Candidate("m" + candidates.size(), timestamp));
        }
    }

    private TimestampSurvey survey(TrustedState before) throws TrustException {
        return TimestampSurvey.of(before, candidates, List.of(), NOW);
    }

    private static TrustException reason(MirrorVerdict verdict) {
        return ((MirrorVerdict.Refused) verdict).reason();
    }
}
