package io.freshet.publisher.commit;

import io.freshet.core.manifest.Pointer;
import io.freshet.publisher.witness.WitnessReport;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What came of an attempt at a release. */
public sealed interface ReleaseResult {

    /**
     * The channel has the release.
     *
     * @param pointer the release
     * @param races how often somebody else was faster before
     * @param isNew whether it was made by this run; else the channel had the same snapshot already
     * @param expiring what should have been signed again along the way, and whose keys are elsewhere
     * @param proven whether the log has a proof of it; if not, the online key is none that signs the log: it is
     *     not of Ed25519
     * @param witnessed who has cosigned the log, if anybody was to be asked
     * @param remade tiles of the log that were made again along the way
     * @param timestamps what each authority that was asked has said
     */
    record Released(
            Pointer pointer,
            int races,
            boolean isNew,
            List<Expiring> expiring,
            boolean proven,
            Optional<WitnessReport> witnessed,
            RemadeTiles remade,
            List<Timestamped> timestamps)
            implements ReleaseResult {

        /** Copies the lists. */
        public Released {
            timestamps = List.copyOf(timestamps);
            expiring = List.copyOf(expiring);
        }
    }

    /**
     * Nothing is released yet: a collector has condemned, or deleted, some of what this run relied on or uploaded. It has
     * to be made again on the run's new base.
     *
     * @param objects their paths
     */
    record MakeAgain(Set<String> objects) implements ReleaseResult {

        /** Copies the set. */
        public MakeAgain {
            objects = Set.copyOf(objects);
        }

        /** Whether packs are among them, and not documents alone. */
        public boolean hasPacks() {
            return objects.stream().anyMatch(object -> object.startsWith("packs/"));
        }
    }
}
