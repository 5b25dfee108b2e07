package io.freshet.reader.diff;

/**
 * How much differs: paths, and bytes of files.
 *
 * @param sameBytes that both have at the same place
 */
public record Totals(
        long added, long addedBytes, long removed, long removedBytes, long changed, long changedBytes, long sameBytes) {

    /** Nothing was compared yet. */
    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0);

    /** Whether nothing differs. */
    public boolean equal() {
        return added + removed + changed == 0;
    }

    Totals plus(Change change) {
        long bytes = change.bytes();
        return switch (change.kind()) {
            case ADDED -> plus(new Totals(1, bytes, 0, 0, 0, 0, 0));
            case REMOVED -> plus(new Totals(0, 0, 1, bytes, 0, 0, 0));
            case CHANGED -> plus(new Totals(0, 0, 0, 0, 1, bytes, 0));
        };
    }

    Totals plusSame(long bytes) {
        return plus(new Totals(0, 0, 0, 0, 0, 0, bytes));
    }

    private Totals plus(Totals more) {
        return new Totals(
                added + more.added,
                addedBytes + more.addedBytes,
                removed + more.removed,
                removedBytes + more.removedBytes,
                changed + more.changed,
                changedBytes + more.changedBytes,
                sameBytes + more.sameBytes);
    }
}
