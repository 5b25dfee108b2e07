/** A repository in a bucket: {@code s3://} destinations, through the AWS SDK. */
@NullMarked
package io.freshet.providers.s3;

import org.jspecify.annotations.NullMarked;
