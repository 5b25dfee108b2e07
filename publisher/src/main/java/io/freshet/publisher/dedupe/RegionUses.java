package io.freshet.publisher.dedupe;

import io.freshet.publisher.frame.BlobMentions;
import io.freshet.publisher.frame.BlobMentions.UsedBlob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the parent's regions: what is live there, and what a cold fetch reads. Memory: two numbers for each 8 MiB of
 * packs.
 */
final class RegionUses implements AutoCloseable {

    /** As fetchers do: a gap is read through if it is short, or if no more than a fifth of the request is wasted. */
    private static final int SHORT_GAP = 12 << 10;

    private static final int LONGEST_GAP = 1 << 20;
    private static final int WASTE_SHARE = 5;
    private static final int LARGEST_REQUEST = 8 << 20;

    private final BlobMentions mentions;

    RegionUses(Path directory) {
        mentions = new BlobMentions(directory);
    }

    /**
     * Notes that a leaf uses a frame, or a part of it.
     *
     * @param paged whether it has pages
     */
    void add(int pack, long offset, int stored, int used, boolean paged) throws IOException {
        mentions.add(pack, offset, stored, paged, used);
    }

    /** All regions. */
    List<Region> finish() throws IOException {
        Sums sums = new Sums();
        mentions.merge(sums);
        sums.endRegion();
        return sums.regions;
    }

    @Override
    public void close() throws IOException {
        mentions.close();
    }

    /** Sums frames up as they come, pack by pack. */
    private static final class Sums implements BlobMentions.Visitor {

        private final List<Region> regions = new ArrayList<>();
        private int pack = -1;
        private int number;
        private long live;
        private long read;
        private long requestStart;
        private long end;
        private long waste;
        private boolean paged;

        @Override
        public void blob(UsedBlob frame) {
            boolean samePack = frame.pack() == pack;
            long gap = samePack ? gapReadThrough(frame) : 0;
            read += gap;
            if (!samePack || Region.at(frame.offset()) != number) {
                endRegion();
                pack = frame.pack();
                number = Region.at(frame.offset());
            }
            if (gap == 0 && !(samePack && frame.offset() == end)) {
                requestStart = frame.offset();
                waste = 0;
            }
            waste += gap;
            live += frame.used();
            paged |= frame.marked();
            read += frame.stored();
            end = frame.offset() + frame.stored();
        }

        /** Bytes before the frame that are read with what was wanted before them. */
        private long gapReadThrough(UsedBlob frame) {
            long gap = frame.offset() - end;
            long length = frame.offset() + frame.stored() - requestStart;
            boolean worth = gap <= SHORT_GAP || (gap <= LONGEST_GAP && (waste + gap) * WASTE_SHARE <= length);
            return worth && length <= LARGEST_REQUEST ? gap : 0;
        }

        void endRegion() {
            if (read > 0) {
                regions.add(new Region(pack, number, live, read, paged));
            }
            live = 0;
            read = 0;
            paged = false;
        }
    }
}
