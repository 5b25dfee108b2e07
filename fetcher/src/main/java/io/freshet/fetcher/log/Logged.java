package io.freshet.fetcher.log;

import io.freshet.core.log.TreeHead;

/**
 * That a release is in its repository's log.
 *
 * @param entry the number of its entry, from 0 on
 * @param head the tree that has it, by a checkpoint that was accepted
 */
public record Logged(long entry, TreeHead head) {}
