package io.freshet.fetcher.proof;

import io.freshet.core.Digest;
import io.freshet.core.attest.AttestationPath;
import io.freshet.core.proof.ReleaseProof;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is kept of all that is claimed of a release. Whoever can write to a mirror can put there what nobody has signed, what
 * the channel's keys have signed in other JSON, and timestamps by an authority of his own: there is little room for all of
 * these, and none takes the place of what counts, or of what was kept before.
 */
final class Claims {

    /** Most bytes of all of them. A quarter is that of the timestamps. */
    static final int MOST_BYTES = 4 << 20;

    /** How many that say the same may each have timestamps of their own. */
    private static final int MOST_ALIKE = 4;

    private final List<Claim> all = new ArrayList<>();
    private final int timestampRoom;
    private int room;

    private Claims(int room) {
        this.timestampRoom = room / 4;
        this.room = room - timestampRoom;
    }

    /**
     * The best of them.
     *
     * @param kept what was kept before
     * @param found what mirrors have
     * @param room bytes that there are for all, with their timestamps
     */
    static Claims best(List<Claim> kept, List<Claim> found, int room) {
        Map<Digest, Claim> fresh = new LinkedHashMap<>();
        found.forEach(claim -> fresh.putIfAbsent(claim.digest(), claim));
        List<Claim> before = new ArrayList<>();
        for (Claim claim : kept) {
            Claim same = fresh.remove(claim.digest());
            before.add(same == null ? claim : claim.with(same.found()));
        }
        Claims best = new Claims(room);
        before.stream().filter(Claim::counts).forEach(best::add);
        // What is in several parts is known by the one that has most of them.
        fresh.values().stream()
                .filter(Claim::counts)
                .sorted(Comparator.comparing(Claim::isTimed)
                        .thenComparingInt(claim -> claim.keys().size())
                        .reversed())
                .forEach(best::add);
        before.stream().filter(claim -> !claim.counts()).forEach(best::add);
        fresh.values().stream().filter(claim -> !claim.counts()).forEach(best::add);
        return best;
    }

    private void add(Claim claim) {
        boolean fits = all.size() < AttestationPath.MOST && claim.envelope().length <= room;
        if (fits && claim.isSmall() && (!claim.counts() || saysMore(claim))) {
            all.add(claim);
            room -= claim.envelope().length;
        }
    }

    private boolean saysMore(Claim claim) {
        return all.stream().filter(each -> each.standsFor(claim)).count() < (claim.isTimed() ? MOST_ALIKE : 1);
    }

    /** What counts comes first. */
    List<Claim> all() {
        return List.copyOf(all);
    }

    /** The proof with these. */
    ReleaseProof in(ReleaseProof proof) {
        return proof.with(all.stream().map(Claim::envelope).toList(), timestamps());
    }

    private List<ReleaseProof.Timestamp> timestamps() {
        List<ReleaseProof.Timestamp> chosen = new ArrayList<>();
        add(chosen, Claim::kept);
        add(chosen, Claim::found);
        return chosen;
    }

    private void add(List<ReleaseProof.Timestamp> chosen, Function<Claim, List<byte[]>> tokens) {
        int left = timestampRoom
                - chosen.stream().mapToInt(each -> each.token().length).sum();
        for (int of = 0; of < all.size(); of++) {
            int number = of;
            long taken = chosen.stream().filter(each -> each.of() == number).count();
            for (byte[] token : tokens.apply(all.get(of))) {
                if (taken < AttestationPath.MOST_TIMESTAMPS && token.length <= left) {
                    chosen.add(new ReleaseProof.Timestamp(of, token));
                    left -= token.length;
                    taken++;
                }
            }
        }
    }
}
