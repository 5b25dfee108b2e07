/**
 * From a data directory to a release at all destinations: finds the authority, takes over what an interrupted run left,
 * publishes, commits, and brings the followers up to date.
 */
@NullMarked
package io.freshet.publisher.upload;

import org.jspecify.annotations.NullMarked;
