/** Private keys with AWS KMS: {@code awskms:///KEY}, as cosign writes it. */
@NullMarked
package io.freshet.providers.kms;

import org.jspecify.annotations.NullMarked;
