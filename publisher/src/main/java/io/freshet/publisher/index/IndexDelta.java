package io.freshet.publisher.index;

import io.freshet.core.Digest;
import java.util.List;

/** A delta of a content node, before all packs have names. */
record IndexDelta(List<Digest> bases, IndexPlace place) {}
