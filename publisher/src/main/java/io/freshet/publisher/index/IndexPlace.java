package io.freshet.publisher.index;

import io.freshet.core.index.BlobPlace;
import io.freshet.core.pack.Codec;

/** Where an index blob lies, before all packs have names. */
sealed interface IndexPlace {

    /** In a pack that was there before. */
    record Named(BlobPlace place) implements IndexPlace {}

    /** In the pack of that number among those that this publication makes for its index. */
    record Numbered(int pack, long offset, int stored, int plain, Codec codec) implements IndexPlace {}
}
