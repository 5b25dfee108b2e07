package io.freshet.publisher.delta;

/**
 * What became of new pages.
 *
 * @param pages how many lie in delta frames
 * @param bytes of those
 * @param stored bytes of the delta frames
 * @param late stored bytes of plain frames of pages of which no good delta came, and which lie nowhere else
 * @param notAtHand how many new pages resemble only pages of the parent that are not in the base directory any more
 * @param unlike how many resemble none that is known
 * @param withoutBase how many were compared with none, since the parent's data are not at hand
 * @param depth how many deltas stand one upon the other, if these pages lie nowhere else; 0 if all lie in plain frames, too
 */
public record DeltaCounts(
        long pages, long bytes, long stored, long late, long notAtHand, long unlike, long withoutBase, int depth) {

    /** No deltas were made. */
    public static final DeltaCounts NONE = new DeltaCounts(0, 0, 0, 0, 0, 0, 0, 0);
}
