/** What lies beside a manifest at mirrors: claims about it, which are verified elsewhere. */
@NullMarked
package io.freshet.fetcher.attest;

import org.jspecify.annotations.NullMarked;
