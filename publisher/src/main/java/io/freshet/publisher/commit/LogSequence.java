package io.freshet.publisher.commit;

import io.freshet.core.json.JsonException;
import io.freshet.core.log.LogEntry;
import io.freshet.core.log.LogPaths;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.ObjectTooLarge;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.StoredObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The log's sequence: one object a release, {@code log/seq/N} without gaps from 0 on, each written by whoever finds the
 * number free. What was logged need not have been released; what is released was logged.
 */
final class LogSequence {

    private static final int MOST_LISTED = 1 << 24;
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

    private final ObjectStore store;

    LogSequence(ObjectStore store) {
        this.store = store;
    }

    /**
     * Claims a number for an entry.
     *
     * @param from every number below is taken: the signed snapshot says so
     * @param signed asked only where something lies behind it that is no entry
     * @return the entry's number
     * @throws CommitException.LogCutShort if the one before is not: whoever skips a number breaks the log for everybody
     * @throws CommitException.NotAnEntry if something else than an entry lies at one that is passed over: nobody is to
     *     sign a tree over that
     */
    long claim(LogEntry entry, long from, SignedSize signed) throws IOException {
        if (from > 0 && !isTaken(from - 1)) {
            throw new CommitException.LogCutShort(store.url(), from, LogPaths.entry(from - 1));
        }
        byte[] bytes = entry.toBytes();
        Body body = Body.of(bytes);
        for (long number = from; ; ) {
            PutResult result = store.putIfAbsent(LogPaths.entry(number), body, ObjectHeaders.IMMUTABLE_JSON);
            if (result instanceof PutResult.Stored || holds(number, bytes)) {
                return number;
            }
            long free = nextFree(number);
            for (; number < free; number++) {
                requireEntry(number, signed);
            }
        }
    }

    /** What a tree has already is no reason to stop: it can't be undone. */
    private void requireEntry(long number, SignedSize signed) throws IOException {
        try {
            open(number);
        } catch (CommitException.NotAnEntry e) {
            if (number >= signed.get()) {
                throw e;
            }
        }
    }

    /** How many entries the tree has that is signed. */
    @FunctionalInterface
    interface SignedSize {
        long get() throws IOException;
    }

    /**
     * The bytes of an entry that no tree of this repository has to have yet.
     *
     * @throws CommitException.NotAnEntry if they are none: only whoever may write to the bucket, and has no key, leaves
     *     such a thing
     */
    byte[] open(long number) throws IOException {
        String path = LogPaths.entry(number);
        try {
            byte[] bytes = read(number);
            LogEntry.read(path, bytes);
            return bytes;
        } catch (JsonException | ObjectTooLarge e) {
            throw new CommitException.NotAnEntry(store.url(), path, e);
        }
    }

    /**
     * The bytes of an entry that a tree was signed over already, or that a release came after: whatever they are, they
     * belong there.
     */
    byte[] covered(long number) throws IOException {
        try {
            return read(number);
        } catch (ObjectTooLarge e) {
            throw new CommitException.EntryReplaced(store.url(), LogPaths.entry(number), e);
        }
    }

    private byte[] read(long number) throws IOException {
        String path = LogPaths.entry(number);
        return store.get(path, LogEntry.LIMITS.maxBytes())
                .orElseThrow(() -> new CommitException.Incomplete(store.url(), path))
                .bytes();
    }

    /** The bytes at a number that is taken, unless they are more than an entry can have. */
    Optional<byte[]> upToLimit(long number) throws IOException {
        try {
            return Optional.of(read(number));
        } catch (ObjectTooLarge e) {
            return Optional.empty();
        }
    }

    static boolean isEntry(long number, byte[] bytes) {
        try {
            LogEntry.read(LogPaths.entry(number), bytes);
            return true;
        } catch (JsonException e) {
            return false;
        }
    }

    /**
     * The first number that is free, by a look at all of them; or one below, from which on a claim finds it: of numbers
     * above {@value #MOST_LISTED} nothing is held in memory.
     */
    long firstGap() throws IOException {
        BitSet taken = new BitSet();
        store.list(LogPaths.SEQUENCE, entry -> {
            String number = entry.key().substring(LogPaths.SEQUENCE.length());
            if (NUMBER.matcher(number).matches() && Integer.parseInt(number) < MOST_LISTED) {
                taken.set(Integer.parseInt(number));
            }
        });
        return taken.nextClearBit(0);
    }

    /** Who wrote an entry, as far as it says so. */
    Optional<RunId> run(long number) throws IOException {
        Optional<StoredObject> entry = store.get(LogPaths.entry(number), LogEntry.LIMITS.maxBytes());
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LogEntry.read(LogPaths.entry(number), entry.get().bytes())
                            .run())
                    .filter(RunId::isOne)
                    .map(RunId::new);
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private boolean holds(long number, byte[] bytes) throws IOException {
        try {
            return store.get(LogPaths.entry(number), LogEntry.LIMITS.maxBytes())
                    .map(found -> Arrays.equals(found.bytes(), bytes))
                    .orElse(false);
        } catch (ObjectTooLarge e) {
            return false;
        }
    }

    /**
     * A free number behind a taken one, the number before which is taken: found by doubling steps and then halving them.
     * Since there is no gap, whatever is below a taken number is taken.
     */
    private long nextFree(long taken) throws IOException {
        long seen = taken;
        long step = 1;
        while (isTaken(seen + step)) {
            seen += step;
            step *= 2;
        }
        while (step > 1) {
            step /= 2;
            if (isTaken(seen + step)) {
                seen += step;
            }
        }
        return seen + 1;
    }

    private boolean isTaken(long number) throws IOException {
        return store.stat(LogPaths.entry(number)).isPresent();
    }
}
