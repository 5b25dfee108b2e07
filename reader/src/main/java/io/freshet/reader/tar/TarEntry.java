package io.freshet.reader.tar;

import io.freshet.core.index.ModifiedAt;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * An entry of a tar archive: its header in the ustar format, after the extended header (pax) that it needs where a name is
 * long or not ASCII, a time has fractions, a size has more than 8 GiB, or the file has holes (GNU sparse format 1.0).
 *
 * @param type {@link #FILE}, {@link #LINK} or {@link #DIRECTORY}
 * @param name path in the archive
 * @param target of a link; else empty
 * @param size bytes that follow in the archive, without the padding
 * @param sparse of a file with holes, how long it is
 */
record TarEntry(
        char type, String name, int mode, Optional<ModifiedAt> time, String target, long size, Optional<Long> sparse) {

    static final char FILE = '0';
    static final char LINK = '2';
    static final char DIRECTORY = '5';
    static final int BLOCK = 512;

    private static final char EXTENDED = 'x';
    private static final int NAME = 100;
    private static final long LARGEST_OCTAL = (1L << 33) - 1;

    /** The headers, a whole number of blocks. */
    byte[] toBytes() {
        PaxRecords records = records();
        byte[] own = header(type, sparse.isPresent() ? "GNUSparseFile.0/" + name : name, mode, size);
        if (records.isEmpty()) {
            return own;
        }
        byte[] body = records.toBytes();
        byte[] extended = header(EXTENDED, "PaxHeaders/" + name, 0644, body.length);
        byte[] all = Arrays.copyOf(extended, BLOCK + padded(body.length) + BLOCK);
        System.arraycopy(body, 0, all, BLOCK, body.length);
        System.arraycopy(own, 0, all, all.length - BLOCK, BLOCK);
        return all;
    }

    /** Bytes of a whole number of blocks that hold {@code length} bytes. */
    static int padded(int length) {
        return (length + BLOCK - 1) / BLOCK * BLOCK;
    }

    private PaxRecords records() {
        PaxRecords records = new PaxRecords();
        if (sparse.isPresent()) {
            records.put("GNU.sparse.major", "1").put("GNU.sparse.minor", "0");
            records.put("GNU.sparse.name", name).put("GNU.sparse.realsize", Long.toString(sparse.get()));
        } else if (!fits(name)) {
            records.put("path", name);
        }
        if (!fits(target)) {
            records.put("linkpath", target);
        }
        if (size > LARGEST_OCTAL) {
            records.put("size", Long.toString(size));
        }
        time.filter(at -> at.nanos() != 0 || at.seconds() < 0 || at.seconds() > LARGEST_OCTAL)
                .ifPresent(at -> records.put("mtime", decimal(at)));
        return records;
    }

    private static String decimal(ModifiedAt time) {
        return BigDecimal.valueOf(time.seconds())
                .add(BigDecimal.valueOf(time.nanos(), 9))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static boolean fits(String text) {
        return text.length() <= NAME && StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }

    private byte[] header(char kind, String path, int permissions, long length) {
        byte[] block = new byte[BLOCK];
        text(block, 0, NAME, path);
        octal(block, 100, 8, permissions);
        octal(block, 108, 8, 0);
        octal(block, 116, 8, 0);
        octal(block, 124, 12, length > LARGEST_OCTAL ? 0 : length);
        long seconds = time.map(ModifiedAt::seconds).orElse(0L);
        octal(block, 136, 12, seconds < 0 || seconds > LARGEST_OCTAL ? 0 : seconds);
        Arrays.fill(block, 148, 156, (byte) ' ');
        block[156] = (byte) kind;
        text(block, 157, NAME, kind == EXTENDED ? "" : target);
        text(block, 257, 8, "ustar\u000000");
        int sum = 0;
        for (byte each : block) {
            sum += each & 0xff;
        }
        octal(block, 148, 7, sum);
        return block;
    }

    /** As much of a text as there is room for; where that is not all, an extended header has it. */
    private static void text(byte[] block, int at, int room, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, block, at, Math.min(room, bytes.length));
    }

    /** Digits, ended by a NUL. */
    private static void octal(byte[] block, int at, int room, long value) {
        String digits = Long.toOctalString(value);
        String padded = "0".repeat(Math.max(0, room - 1 - digits.length())) + digits;
        text(block, at, room - 1, padded);
        block[at + room - 1] = 0;
    }
}
