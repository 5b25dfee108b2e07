package io.freshet.cli;

import io.freshet.core.proof.ReleaseProof;
import java.io.IOException;

/**
 * What a fetch has kept to prove a version with.
 *
 * @param name where it lies
 */
record KeptProof(String name, ReleaseProof proof) {

    static KeptProof of(Version version) throws IOException, UsageException {
        String file = version.directory().proofFile(version.id()).toString();
        byte[] kept = version.directory()
                .proof(version.id())
                .orElseThrow(() -> new UsageException("there is no " + file
                        + ": what fetched this version kept no proof of it. Run freshet fetch again while it is"
                        + " current"));
        return new KeptProof(file, ReleaseProof.read(file, kept));
    }
}
