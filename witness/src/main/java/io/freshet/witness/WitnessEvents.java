package io.freshet.witness;

import io.freshet.core.log.TreeHead;
import java.util.Optional;

/** What the operator of a witness is told. Called by the threads that answer. */
public interface WitnessEvents {

    /** An origin, and what came of a request about it. */
    void answered(String origin, int status, String what);

    /**
     * A known key of a log has signed another history than the one that was cosigned: proof that it can't be trusted.
     *
     * @param kept where the checkpoint lies that shows it; nothing where one was kept before
     */
    void conflict(String origin, TreeHead cosigned, TreeHead offered, Optional<String> kept);

    /** A request failed on this side. */
    void failed(String origin, Exception why);
}
