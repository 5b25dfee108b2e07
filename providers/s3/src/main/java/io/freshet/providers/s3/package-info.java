/**
 * Amazon S3 and everything that speaks its protocol: {@code s3://bucket/prefix}.
 *
 * <p>Every write is one PUT that announces the SHA-256 of its body twice, as the signed payload ({@code
 * x-amz-content-sha256}) and as {@code x-amz-checksum-sha256}, both known beforehand: no trailer, no chunked encoding, no
 * second reading of the body. A store that verifies either one stores nothing of a connection that was cut.
 */
@NullMarked
package io.freshet.providers.s3;

import org.jspecify.annotations.NullMarked;
