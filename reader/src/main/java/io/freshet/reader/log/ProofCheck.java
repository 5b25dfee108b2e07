package io.freshet.reader.log;

import io.freshet.core.FormatException;
import io.freshet.core.log.LogException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.TlogProof;
import io.freshet.core.log.TreeHead;
import java.io.IOException;
import java.util.Optional;

/** Checks the proofs that were stored with releases, against the log's own tree. */
record ProofCheck(OpenLog.Tree tree, LogPolicy policy) {

    /**
     * What is wrong with the proof of an entry, if anything is.
     *
     * @param entry its bytes, as the tree has them
     * @param required whether there has to be one: that of a channel's current release; followers lack older ones
     */
    Optional<String> problem(long number, byte[] entry, boolean required) throws IOException, LogException {
        String path = LogPaths.proof(number);
        Optional<byte[]> bytes;
        TlogProof proof;
        try {
            bytes = tree.mirror().get(path, TlogProof.MOST_BYTES);
            if (bytes.isEmpty()) {
                return required ? Optional.of(path + " is missing") : Optional.empty();
            }
            proof = TlogProof.parse(bytes.get());
        } catch (FormatException e) {
            return Optional.of(path + ": " + e.getMessage());
        }
        if (proof.inclusion().index() != number) {
            return Optional.of(path + " proves entry " + proof.inclusion().index());
        }
        if (!proof.includes(entry)) {
            return Optional.of(path + " does not lead from the entry to its checkpoint");
        }
        TreeHead head = proof.checkpoint().head();
        if (head.size() > tree.head().size()
                || !tree.tiles().headAt(head.size()).equals(head)) {
            return Optional.of(path + " is under another history: " + head);
        }
        return signature(proof).map(problem -> path + ": " + problem);
    }

    /** A key that was replaced since has signed older proofs: what they prove is in the tree, under the new one. */
    private Optional<String> signature(TlogProof proof) {
        try {
            policy.accept(proof.checkpoint());
            return Optional.empty();
        } catch (LogException.NotSigned e) {
            return Optional.empty();
        } catch (LogException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }
}
