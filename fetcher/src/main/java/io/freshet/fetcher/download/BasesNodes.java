package io.freshet.fetcher.download;

import io.freshet.core.index.BasesNode;
import io.freshet.core.index.BasesPlace;
import io.freshet.core.index.BlobSource;
import io.freshet.core.index.LocationRoot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The bases nodes of a snapshot, read when they are needed: those of greatest depth first. Some are in memory at a time, and
 * what they say afterwards.
 */
final class BasesNodes {

    /** Plain bytes of the nodes that are read at a time, where that is not one. */
    private static final long MOST_AT_ONCE = 2L * BasesNode.MAX_BYTES;

    private final BlobSource blobs;
    private final Bases bases;
    /** Those that were not read, by rising depth. */
    private final List<BasesPlace> left;

    /** @param bases takes what the nodes say */
    BasesNodes(LocationRoot location, BlobSource blobs, Bases bases) {
        this.blobs = blobs;
        this.bases = bases;
        this.left = new ArrayList<>(location.components().stream()
                .flatMap(component -> component.bases().stream())
                .distinct()
                .sorted(Comparator.comparingInt(BasesPlace::depth))
                .toList());
    }

    /** Reads the nodes of the greatest depth that was not read; false if all were. */
    boolean readNext() throws IOException {
        if (left.isEmpty()) {
            return false;
        }
        int depth = left.getLast().depth();
        int from = left.size();
        while (from > 0 && left.get(from - 1).depth() == depth) {
            from--;
        }
        readFrom(from);
        return true;
    }

    /** Reads all that were not read. */
    void readAll() throws IOException {
        readFrom(0);
    }

    private void readFrom(int from) throws IOException {
        bases.reserve(left.subList(from, left.size()).stream()
                .mapToInt(BasesPlace::bases)
                .reduce(0, Math::addExact));
        while (left.size() > from) {
            int next = left.size() - 1;
            long plain = left.get(next).place().plain();
            while (next > from && plain + left.get(next - 1).place().plain() <= MOST_AT_ONCE) {
                next--;
                plain += left.get(next).place().plain();
            }
            read(left.subList(next, left.size()));
        }
    }

    private void read(List<BasesPlace> places) throws IOException {
        BasesNode[] nodes = new BasesNode[places.size()];
        List<BlobSource.Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < nodes.length; i++) {
            int number = i;
            BasesPlace place = places.get(i);
            wanted.add(new BlobSource.Wanted(
                    place.place(), plain -> nodes[number] = BasesNode.read(place.digest(), plain)));
        }
        blobs.read(wanted);
        // What nodes say against each other, and against the root, is no mirror's fault.
        for (int i = 0; i < nodes.length; i++) {
            places.get(i).check(nodes[i]);
            bases.add(nodes[i], places.get(i).depth());
        }
        places.clear();
    }
}
