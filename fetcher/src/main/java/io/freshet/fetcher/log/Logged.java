package io.freshet.fetcher.log;

import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.TreeHead;
import io.freshet.core.proof.ReleaseProof;

/**
 * That a release is in its repository's log.
 *
 * @param entry the number of its entry, from 0 on
 * @param head the tree that has it, by a checkpoint that was accepted
 * @param shown the entry, and the proof by that checkpoint, with the signatures that were asked for
 * @param policy what that checkpoint was accepted by, and those witnesses in it that were asked for
 */
public record Logged(long entry, TreeHead head, ReleaseProof.Logged shown, LogPolicy policy) {}
