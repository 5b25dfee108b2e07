package io.freshet.bench.nights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/** One way to cut a run of data into chunks. */
sealed interface Grain {

    /** Receives chunks as absolute bounds in the file, in bytes. */
    @FunctionalInterface
    interface Sink {
        void chunk(long from, int length);
    }

    String label();

    /** Bytes of one chunk's entry in the content index: an id, and a length where it is not implied. */
    int entryBytes();

    /** Cuts {@code [from, to)} of a file; every run starts and ends at a multiple of 4 KiB or at the file's end. */
    void cut(MemorySegment file, long from, long to, Sink sink);

    /** Chunks of one size, aligned to multiples of that size in the file. */
    record Fixed(int size) implements Grain {
        @Override
        public String label() {
            return size / 1024 + " KiB";
        }

        @Override
        public int entryBytes() {
            return 32;
        }

        @Override
        public void cut(MemorySegment file, long from, long to, Sink sink) {
            long at = from;
            while (at < to) {
                long end = Math.min(to, (at / size + 1) * size);
                sink.chunk(at, (int) (end - at));
                at = end;
            }
        }
    }

    /** FastCDC with normalisation 2: two bits more before the average size, two bits fewer after it. */
    record Cdc(int min, int average, int max) implements Grain {
        private static final long[] GEAR = gear();

        @Override
        public String label() {
            return "CDC %d/%d/%d".formatted(min / 1024, average / 1024, max / 1024);
        }

        @Override
        public int entryBytes() {
            return 35;
        }

        @Override
        public void cut(MemorySegment file, long from, long to, Sink sink) {
            long at = from;
            while (at < to) {
                int length = next(file, at, to);
                sink.chunk(at, length);
                at += length;
            }
        }

        private int next(MemorySegment file, long at, long to) {
            int limit = (int) Math.min(max, to - at);
            if (limit <= min) {
                return limit;
            }
            int bits = 31 - Integer.numberOfLeadingZeros(average);
            long early = -1L << (64 - bits - 2);
            long late = -1L << (64 - bits + 2);
            long hash = 0;
            int i = min;
            for (int end = Math.min(average, limit); i < end; i++) {
                hash = (hash << 1) + GEAR[file.get(ValueLayout.JAVA_BYTE, at + i) & 255];
                if ((hash & early) == 0) {
                    return i + 1;
                }
            }
            for (; i < limit; i++) {
                hash = (hash << 1) + GEAR[file.get(ValueLayout.JAVA_BYTE, at + i) & 255];
                if ((hash & late) == 0) {
                    return i + 1;
                }
            }
            return limit;
        }

        private static long[] gear() {
            var random = new SplittableRandom(1);
            long[] table = new long[256];
            for (int i = 0; i < table.length; i++) {
                table[i] = random.nextLong();
            }
            return table;
        }
    }
}
