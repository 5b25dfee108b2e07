/**
 * What the offline keys ask of channels beyond a signature of the channel's own: approvals of a release by several
 * people, and who may halt a channel or take it back. Read by a fetcher only where the targets say that there are such
 * rules.
 */
@NullMarked
package io.freshet.core.policy;

import org.jspecify.annotations.NullMarked;
