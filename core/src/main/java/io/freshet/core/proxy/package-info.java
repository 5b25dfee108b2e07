/** Which proxy leads to a host, as the environment says: the same for mirrors and for destinations. */
@NullMarked
package io.freshet.core.proxy;

import org.jspecify.annotations.NullMarked;
