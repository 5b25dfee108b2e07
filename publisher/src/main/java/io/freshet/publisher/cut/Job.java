package io.freshet.publisher.cut;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A part of the source that one lane reads, and the batches that come of it. The queue has no bound of its own: each
 * batch holds a buffer, and there are only so many.
 *
 * @param component name of the component that all of it belongs to
 * @param what entries, components and files that are not read
 * @param out batches in order, then an empty one
 */
record Job(String component, List<Cut> what, BlockingQueue<Optional<Batch>> out) {

    Job(String component, List<Cut> what) {
        this(component, List.copyOf(what), new LinkedBlockingQueue<>());
    }
}
