package io.freshet.reader.tar;

import java.util.ArrayList;
import java.util.List;

/** Parts of an archive that are fetched together, and written in their order. */
final class TarWindow {

    private static final long ENOUGH_STORED = 12 << 20;
    private static final long ENOUGH_PLAIN = 4 << 20;
    private static final int ENOUGH_PARTS = 1 << 14;

    final List<TarPart> parts = new ArrayList<>();
    private long stored;
    private long plain;

    void add(TarPart part) {
        parts.add(part);
        switch (part) {
            case TarPart.Plain bytes -> plain += bytes.bytes().length;
            case TarPart.Members members when members.isMade() -> plain += members.plain();
            case TarPart.Members members -> stored += members.frame.stored();
        }
    }

    boolean isEnough() {
        return stored >= ENOUGH_STORED || plain >= ENOUGH_PLAIN || parts.size() >= ENOUGH_PARTS;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }
}
