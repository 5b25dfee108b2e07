/** What proves a release, or a file of one, to who has no network: all documents from the root down, in one. */
@NullMarked
package io.freshet.core.proof;

import org.jspecify.annotations.NullMarked;
