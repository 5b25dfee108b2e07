package io.freshet.reader.diff;

import io.freshet.core.index.Item;
import io.freshet.core.index.NodeSums;
import io.freshet.reader.tree.TreeCursor;
import io.freshet.reader.tree.TreeNode;
import java.io.IOException;
import java.util.Arrays;

/**
 * Steps through two content trees side by side, in the order of their items. Subtrees that both have at the same place
 * are passed by unread, so that what is read is what differs, and the branches above it.
 */
final class TreePair {

    private final Side old;
    private final Side now;
    private final Visitor visitor;

    /** Takes what both trees have and have not. */
    interface Visitor {
        /** A path that only the old tree has; pieces that only it has follow. */
        void removed(Item.Path path) throws IOException;

        /** A path that only the new tree has; pieces that only it has follow. */
        void added(Item.Path path) throws IOException;

        /** A path that both have, whatever it is on each side. */
        void both(Item.Path old, Item.Path now) throws IOException;

        /**
         * A piece of the old tree that the new one does not have at this place.
         *
         * @param bytes of it, where the beginning of a run of zeros is the same; else all
         */
        void oldPiece(Place place, Item.Piece piece, long bytes) throws IOException;

        /**
         * A piece of the new tree that the old one does not have at this place.
         *
         * @param bytes of it, where the beginning of a run of zeros is the same; else all
         * @param leaf the leaf that it lies in
         * @param chunk how many chunks of the leaf come before it
         */
        void newPiece(Place place, Item.Piece piece, long bytes, TreeNode leaf, int chunk) throws IOException;

        /** Bytes that both have at the same place, or subtrees. */
        void same(NodeSums sums) throws IOException;
    }

    private TreePair(TreeCursor old, TreeCursor now, Visitor visitor) {
        this.old = new Side(old);
        this.now = new Side(now);
        this.visitor = visitor;
    }

    static void compare(TreeCursor old, TreeCursor now, Visitor visitor) throws IOException {
        TreePair pair = new TreePair(old, now, visitor);
        while (!(pair.old.atEnd() && pair.now.atEnd())) {
            pair.step();
        }
    }

    /** Takes everything of a tree that has no counterpart. */
    static void all(TreeCursor cursor, boolean added, Visitor visitor) throws IOException {
        Side side = new Side(cursor);
        while (!side.atEnd()) {
            if (!side.atItem()) {
                cursor.open(sibling -> true);
            } else if (added) {
                takeNew(side, visitor);
            } else {
                takeOld(side, visitor);
            }
        }
    }

    private void step() throws IOException {
        if (old.atEnd() || now.atEnd()) {
            stepAlone(old.atEnd() ? now : old);
            return;
        }
        int order = old.place().compareTo(now.place());
        if (!old.atItem() && !now.atItem()) {
            stepNodes(order);
        } else if (old.atItem() && now.atItem()) {
            stepItems(order);
        } else if (old.atItem()) {
            stepMixed(old, now, order);
        } else {
            stepMixed(now, old, -order);
        }
    }

    private void stepAlone(Side side) throws IOException {
        if (!side.atItem()) {
            side.cursor.open(sibling -> true);
        } else if (side == old) {
            takeOld(old, visitor);
        } else {
            takeNew(now, visitor);
        }
    }

    private void stepNodes(int order) throws IOException {
        TreeNode a = old.cursor.node();
        TreeNode b = now.cursor.node();
        if (order == 0 && a.id().equals(b.id())) {
            visitor.same(old.skip());
            now.skip();
            return;
        }
        // Of two that begin at one place the higher one is opened: what is in it may be the other.
        if (order < 0 || (order == 0 && a.level() >= b.level())) {
            old.open(now);
        }
        if (order > 0 || (order == 0 && b.level() >= a.level())) {
            now.open(old);
        }
    }

    /** One side is at an item, the other before a node that was not opened; {@code order} is that of the two places. */
    private void stepMixed(Side atItem, Side atNode, int order) throws IOException {
        if (order >= 0) {
            atNode.open(atItem);
        } else if (atItem == old) {
            takeOld(old, visitor);
        } else {
            takeNew(now, visitor);
        }
    }

    private void stepItems(int order) throws IOException {
        boolean paths = old.cursor.item() instanceof Item.Path && now.cursor.item() instanceof Item.Path;
        boolean pieces = old.cursor.item() instanceof Item.Piece && now.cursor.item() instanceof Item.Piece;
        if (paths && order == 0) {
            visitor.both((Item.Path) old.cursor.item(), (Item.Path) now.cursor.item());
            old.next();
            now.next();
        } else if (pieces && old.place().path().equals(now.place().path())) {
            stepPieces(order);
        } else if (order < 0) {
            takeOld(old, visitor);
        } else {
            takeNew(now, visitor);
        }
    }

    /** Both are in the same file: what ends first is passed first. */
    private void stepPieces(int order) throws IOException {
        if (order == 0 && isSame((Item.Piece) old.cursor.item(), (Item.Piece) now.cursor.item())) {
            long bytes = now.end() - now.place().offset();
            boolean chunk = now.cursor.item() instanceof Item.Chunk;
            old.next();
            now.next();
            visitor.same(new NodeSums(0, chunk ? 1 : 0, bytes));
            return;
        }
        long oldEnd = old.end();
        long newEnd = now.end();
        if (order == 0 && old.atZeros() && now.atZeros()) {
            long bytes = Math.min(oldEnd, newEnd) - now.place().offset();
            old.eat(oldEnd > newEnd ? bytes : 0);
            now.eat(newEnd > oldEnd ? bytes : 0);
            (oldEnd > newEnd ? now : old).next();
            visitor.same(new NodeSums(0, 0, bytes));
            return;
        }
        if (oldEnd <= newEnd) {
            takeOld(old, visitor);
        }
        if (newEnd <= oldEnd) {
            takeNew(now, visitor);
        }
    }

    private boolean isSame(Item.Piece a, Item.Piece b) {
        if (old.end() != now.end()) {
            return false;
        }
        return switch (a) {
            case Item.Chunk chunk -> b instanceof Item.Chunk other && chunk.id().equals(other.id());
            case Item.Zeros zeros -> b instanceof Item.Zeros;
            case Item.Inline inline -> b instanceof Item.Inline other && Arrays.equals(inline.bytes(), other.bytes());
        };
    }

    private static void takeOld(Side side, Visitor visitor) throws IOException {
        switch (side.cursor.item()) {
            case Item.Path path -> visitor.removed(path);
            case Item.Piece piece -> visitor.oldPiece(side.place(), piece, side.left());
        }
        side.next();
    }

    private static void takeNew(Side side, Visitor visitor) throws IOException {
        switch (side.cursor.item()) {
            case Item.Path path -> visitor.added(path);
            case Item.Piece piece ->
                visitor.newPiece(side.place(), piece, side.left(), side.cursor.leaf(), side.cursor.chunk());
        }
        side.next();
    }
}
