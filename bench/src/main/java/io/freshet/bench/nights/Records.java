package io.freshet.bench.nights;

import java.util.Arrays;
import java.util.Random;

/** Records as a chain's state has them: 32-byte hashed keys, values of 34 to 73 bytes, some of them zeros. */
final class Records {
    /** Stores one record. */
    @FunctionalInterface
    interface Put {
        void put(byte[] key, byte[] value);
    }

    static final int BATCH = 1000;
    private static final int INSERTS = 80;

    private final Random random;
    private final byte[][] keys;

    Records(int count, long seed) {
        random = new Random(seed);
        keys = new byte[count][32];
        for (byte[] key : keys) {
            random.nextBytes(key);
        }
        Arrays.sort(keys, Arrays::compareUnsigned);
    }

    int count() {
        return keys.length;
    }

    /** All records, in rising order of keys. */
    void load(Put put) {
        for (byte[] key : keys) {
            put.put(key, value());
        }
    }

    /** One commit's worth: 1,000 updates, four in ten of them to a fifth of the keys, and 80 new records. */
    void batch(Put put) {
        for (int i = 0; i < BATCH; i++) {
            boolean hot = random.nextInt(10) < 4;
            put.put(keys[hot ? random.nextInt(keys.length / 5) * 5 : random.nextInt(keys.length)], value());
        }
        for (int i = 0; i < INSERTS; i++) {
            byte[] key = new byte[32];
            random.nextBytes(key);
            put.put(key, value());
        }
    }

    private byte[] value() {
        byte[] value = new byte[34 + random.nextInt(40)];
        byte[] noise = new byte[value.length];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, value, 0, 20);
        System.arraycopy(noise, 32, value, 32, value.length - 32);
        return value;
    }
}
