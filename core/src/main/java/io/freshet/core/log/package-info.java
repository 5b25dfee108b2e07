/**
 * The transparency log's formats: RFC 6962 trees kept as tiles (c2sp.org/tlog-tiles), checkpoints
 * (c2sp.org/tlog-checkpoint) in signed notes (c2sp.org/signed-note) with cosignatures (c2sp.org/tlog-cosignature),
 * proofs (c2sp.org/tlog-proof) and policies (c2sp.org/tlog-policy). Bytes in, bytes out: whoever calls it reads and
 * writes them. Sections in comments are those of these specifications.
 */
@NullMarked
package io.freshet.core.log;

import org.jspecify.annotations.NullMarked;
