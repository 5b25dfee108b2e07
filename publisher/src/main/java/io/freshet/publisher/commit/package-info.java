/**
 * What makes a snapshot a release: the documents that name it, written in such an order that one conditional write at the
 * authority decides (docs/spec/commit-protocol.md), and then copied to the followers.
 */
@NullMarked
package io.freshet.publisher.commit;

import org.jspecify.annotations.NullMarked;
