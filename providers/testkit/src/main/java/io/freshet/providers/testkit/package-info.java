/**
 * What a provider is tested with, and what tests of others test with: one contract suite that every store passes
 * ({@link io.freshet.providers.testkit.ObjectStoreContract}), stores that misbehave or take notes on request, and real
 * servers on a free port of the loopback interface.
 */
@NullMarked
package io.freshet.providers.testkit;

import org.jspecify.annotations.NullMarked;
