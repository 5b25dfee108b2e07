package io.freshet.fetcher.index;

import io.freshet.core.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Gathers parts of packs into spans that are worth one request each. A gap between two parts is read through where that
 * is cheaper than another request: always when it is short, and else as long as no more than a fifth of the span is
 * wasted.
 */
public final class Spans {

    /** Longest span, in bytes, unless a single part is longer. */
    public static final int MAX_BYTES = 16 << 20;

    /** Of less than that, spans are half as long: there are too few to share among mirrors. */
    private static final long FEW_BYTES = 64 << 20;

    private static final int SHORT_GAP = 12 << 10;
    private static final int LONGEST_GAP = 1 << 20;
    private static final int WASTE_SHARE = 5;

    private Spans() {}

    /** Bytes of a pack that somebody wants. */
    public record Part<T>(Digest pack, long offset, int length, T what) {
        long end() {
            return offset + length;
        }
    }

    /** One request's bytes, and the parts in it by rising offset. */
    public record Span<T>(Digest pack, long offset, int length, List<Part<T>> parts) {}

    /** The spans of {@code parts}, which may come in any order and may overlap. */
    public static <T> List<Span<T>> of(List<Part<T>> parts) {
        boolean few = parts.stream().mapToLong(Part::length).sum() < FEW_BYTES;
        return of(parts, few ? MAX_BYTES / 2 : MAX_BYTES);
    }

    /** The same, none longer than {@code longest}, in bytes, unless a single part is. */
    public static <T> List<Span<T>> of(List<Part<T>> parts, int longest) {
        List<Part<T>> sorted = new ArrayList<>(parts);
        sorted.sort(Comparator.comparing((Part<T> part) -> part.pack()).thenComparingLong(Part::offset));
        List<Span<T>> spans = new ArrayList<>();
        List<Part<T>> open = new ArrayList<>();
        long end = 0;
        long waste = 0;
        for (Part<T> part : sorted) {
            if (!open.isEmpty()) {
                Part<T> first = open.getFirst();
                long gap = Math.max(0, part.offset() - end);
                long length = Math.max(end, part.end()) - first.offset();
                boolean worth = gap <= SHORT_GAP || (gap <= LONGEST_GAP && (waste + gap) * WASTE_SHARE <= length);
                if (!part.pack().equals(first.pack()) || length > longest || !worth) {
                    spans.add(span(open, end));
                    open = new ArrayList<>();
                    waste = 0;
                    end = 0;
                } else {
                    waste += gap;
                }
            }
            open.add(part);
            end = Math.max(end, part.end());
        }
        if (!open.isEmpty()) {
            spans.add(span(open, end));
        }
        return spans;
    }

    private static <T> Span<T> span(List<Part<T>> parts, long end) {
        Part<T> first = parts.getFirst();
        return new Span<>(first.pack(), first.offset(), (int) (end - first.offset()), parts);
    }
}
