package io.freshet.core.log;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Which tile or entry bundle (tlog-tiles, sections Merkle Tree, Partial Tiles, Log entries): written as
 * {@code tile/L/x001/x234/067}, {@code tile/entries/067.p/5}, beneath the log's prefix.
 *
 * @param level 0 to 63, or {@link #ENTRIES} for a bundle
 * @param index its number in the level, below 2^55
 * @param width how many hashes or entries it has, 1 to 256; fewer than 256 make it partial
 */
public record TilePath(int level, long index, int width) {

    /** The level of entry bundles. */
    public static final int ENTRIES = -1;

    /** Width of a full tile. */
    public static final int FULL = 256;

    /** Levels of tiles that a tree of fewer than 2^63 entries can have. */
    static final int LEVELS = 8;

    private static final int HEIGHT = 8;
    private static final String WHAT = "tile path";
    private static final int MOST_CHARS = 64;
    private static final Pattern FORM = Pattern.compile("tile/(?<level>entries|[0-9]|[1-5][0-9]|6[0-3])"
            + "/(?<index>(?!x000)(?:x[0-9]{3}/){0,5}[0-9]{3})"
            + "(?:\\.p/(?<width>[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?");

    public TilePath {
        if (level < ENTRIES || level > 63) {
            throw new IllegalArgumentException("a tile's level is 0 to 63, not " + level);
        }
        if (index < 0 || index >= 1L << (Long.SIZE - 1 - HEIGHT)) {
            throw new IllegalArgumentException("a tile's index is below 2^55, not " + index);
        }
        if (width < 1 || width > FULL) {
            throw new IllegalArgumentException("a tile is 1 to 256 wide, not " + width);
        }
    }

    /** Reads a path as {@link #toString()} writes it. */
    public static TilePath parse(String path) throws FormatException {
        Matcher form = FORM.matcher(path.length() > MOST_CHARS ? "" : path);
        if (!form.matches()) {
            throw new FormatException(WHAT, "\"" + LogText.brief(path) + "\" is not tile/L/NNN or tile/entries/NNN");
        }
        String level = form.group("level");
        String width = form.group("width");
        long index = Long.parseLong(form.group("index").replaceAll("[x/]", ""));
        return LogText.build(
                WHAT,
                () -> new TilePath(
                        level.equals("entries") ? ENTRIES : Integer.parseInt(level),
                        index,
                        width == null ? FULL : Integer.parseInt(width)));
    }

    /** The tile that a tree of {@code size} entries has at this place; it must have one. */
    static TilePath at(int level, long index, long size) {
        return new TilePath(level, index, (int) Math.min(FULL, hashes(level, size) - index * FULL));
    }

    /** How many hashes a tree of {@code size} entries has in all tiles of a level: floor(s / 256**l). */
    static long hashes(int level, long size) {
        int up = Math.max(level, 0);
        return up < LEVELS ? size >> (HEIGHT * up) : 0;
    }

    /** All tiles of a tree of {@code size} entries, without bundles. */
    public static Stream<TilePath> tiles(long size) {
        return newTiles(0, size);
    }

    /**
     * The tiles, without bundles, that a tree of {@code to} entries has and one of {@code from} has not. Never held all
     * at once.
     */
    public static Stream<TilePath> newTiles(long from, long to) {
        return IntStream.range(0, LEVELS).boxed().flatMap(level -> added(level, from, to));
    }

    /** The entry bundles that a tree of {@code to} entries has and one of {@code from} has not. */
    public static Stream<TilePath> newBundles(long from, long to) {
        return added(ENTRIES, from, to);
    }

    private static Stream<TilePath> added(int level, long from, long to) {
        long before = hashes(level, from);
        long after = hashes(level, to);
        if (before >= after) {
            return Stream.empty();
        }
        long end = after / FULL + (after % FULL == 0 ? 0 : 1);
        return LongStream.range(before / FULL, end).mapToObj(index -> at(level, index, to));
    }

    /** The partial tiles, without bundles, of a tree of {@code size} entries: what its root is known by, beside full ones. */
    public static Stream<TilePath> edge(long size) {
        return IntStream.range(0, LEVELS)
                .filter(level -> hashes(level, size) % FULL != 0)
                .mapToObj(level -> at(level, hashes(level, size) / FULL, size));
    }

    /** Whether it is full, and so part of every larger tree. */
    public boolean isFull() {
        return width == FULL;
    }

    /** Whether a tree of {@code size} entries says all that is in it, being as large as the tree that it was made for. */
    public boolean isDecidedBy(long size) {
        return index * FULL + width <= hashes(level, size);
    }

    /** The full tile at its place. */
    public TilePath full() {
        return new TilePath(level, index, FULL);
    }

    /** The most bytes that an object of this path can have. */
    public int mostBytes() {
        return width * (level == ENTRIES ? Short.BYTES + EntryBundle.MOST_ENTRY_BYTES : Digest.BYTES);
    }

    /** The path beneath the log's prefix. */
    @Override
    public String toString() {
        String path = String.format(Locale.ROOT, "%03d", index % 1000);
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            path = String.format(Locale.ROOT, "x%03d/%s", rest % 1000, path);
        }
        return "tile/" + (level == ENTRIES ? "entries" : level) + "/" + path + (isFull() ? "" : ".p/" + width);
    }
}
