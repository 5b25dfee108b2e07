package io.freshet.core.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What several mirrors say is current. The highest valid version wins; an older valid one is lag, not an attack.
 *
 * @param state the state after the timestamp that won
 * @param bytes the timestamp that won, as its mirror gave it
 * @param verdicts what to think of each mirror, in the order of the candidates
 */
@SuppressWarnings("ArrayRecordComponent") // a document, compared by nobody
public record TimestampSurvey(TrustedState state, byte[] bytes, List<MirrorVerdict> verdicts) {

    private static final String OBJECT = RepositoryPaths.TIMESTAMP;

    public TimestampSurvey {
        verdicts = List.copyOf(verdicts);
    }

    /** What one mirror gave. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Candidate(String mirror, byte[] bytes) {}

    private record Read(Candidate candidate, Metadata<TimestampMetadata> metadata) {

        long version() {
            return metadata.signed().version();
        }
    }

    /**
     * Chooses among what the mirrors gave.
     *
     * @param before the state that the timestamp is taken into
     * @param silent the mirrors that gave nothing, for the error
     * @throws TrustException why the only mirror was refused; {@link TrustException.NoMirror} if there were several
     */
    public static TimestampSurvey of(
            TrustedState before, List<Candidate> candidates, List<MirrorVerdict> silent, Instant now)
            throws TrustException {
        List<MirrorVerdict> refused = new ArrayList<>();
        List<Read> signed = new ArrayList<>();
        for (Candidate candidate : candidates) {
            try {
                signed.add(new Read(candidate, before.readTimestamp(OBJECT, candidate.bytes())));
            } catch (TrustException e) {
                refused.add(new MirrorVerdict.Refused(candidate.mirror(), OBJECT, e));
            }
        }
        signed.sort(Comparator.comparingLong(Read::version).reversed());
        for (int i = 0; i < signed.size(); i++) {
            try {
                byte[] bytes = signed.get(i).candidate().bytes();
                TrustedState after = before.updateTimestamp(bytes, now);
                signed.subList(i, signed.size()).forEach(read -> refused.add(compare(read, after)));
                return new TimestampSurvey(after, bytes, inOrder(candidates, refused));
            } catch (TrustException e) {
                refused.add(new MirrorVerdict.Refused(signed.get(i).candidate().mirror(), OBJECT, e));
            }
        }
        List<MirrorVerdict> all = new ArrayList<>(inOrder(candidates, refused));
        all.addAll(silent);
        throw MirrorRound.failure(OBJECT, all);
    }

    private static MirrorVerdict compare(Read read, TrustedState after) {
        Metadata<TimestampMetadata> trusted = after.timestamp().orElse(read.metadata());
        String mirror = read.candidate().mirror();
        long newest = trusted.signed().version();
        if (read.version() < newest) {
            return new MirrorVerdict.Lagging(mirror, OBJECT, read.version(), newest);
        }
        return read.metadata().saysTheSame(trusted)
                ? new MirrorVerdict.Current(mirror, OBJECT, newest)
                : new MirrorVerdict.Refused(mirror, OBJECT, new TrustException.Forked(OBJECT, newest));
    }

    private static List<MirrorVerdict> inOrder(List<Candidate> candidates, List<MirrorVerdict> verdicts) {
        List<MirrorVerdict> sorted = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Optional<MirrorVerdict> its = verdicts.stream()
                    .filter(verdict -> verdict.mirror().equals(candidate.mirror()))
                    .findFirst();
            its.ifPresent(sorted::add);
        }
        return sorted;
    }
}
