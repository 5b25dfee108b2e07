package io.freshet.providers.testkit;

import io.freshet.core.Digest;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.BodyUnreadable;
import io.freshet.providers.api.ByteRange;
import io.freshet.providers.api.Capabilities;
import io.freshet.providers.api.CasResult;
import io.freshet.providers.api.DigestRefused;
import io.freshet.providers.api.ListPage;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectMissing;
import io.freshet.providers.api.ObjectStat;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.ObjectTooLarge;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.RangeTooShort;
import io.freshet.providers.api.Revision;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreInterrupted;
import io.freshet.providers.api.StoreKeys;
import io.freshet.providers.api.StoredObject;
import io.freshet.providers.api.Where;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The contract in memory: the shortest store that passes the suite. Every write gets a new revision, as in stores with
 * generations. Closing it loses nothing.
 */
public final class MemoryStore implements ObjectStore {
    private static final int PAGE = 1000;

    private final String url;
    private final InstantSource clock;
    private final NavigableMap<String, Entry> entries = new TreeMap<>();
    private long writes;

    /** An empty store. */
    public MemoryStore(InstantSource clock) {
        this("memory:", clock);
    }

    /** An empty store, where several are to be told apart. */
    public MemoryStore(String url, InstantSource clock) {
        this.url = url;
        this.clock = clock;
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                /* putIfAbsent= */ true,
                /* compareAndSet= */ true,
                /* orderedListing= */ true,
                /* verifiesDigest= */ true,
                /* keepsHeaders= */ false,
                /* maxObjectBytes= */ Integer.MAX_VALUE);
    }

    @Override
    public synchronized Optional<StoredObject> get(String key, int maxBytes) throws StoreException {
        Entry entry = entries.get(StoreKeys.require(key));
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.bytes.length > maxBytes) {
            throw new ObjectTooLarge(Where.object(url(), key), maxBytes);
        }
        return Optional.of(new StoredObject(entry.bytes.clone(), entry.revision));
    }

    @Override
    public synchronized byte[] getRange(String key, long offset, int length) throws StoreException {
        ByteRange range = new ByteRange(offset, length);
        Entry entry = entries.get(StoreKeys.require(key));
        if (entry == null) {
            throw new ObjectMissing(Where.range(url(), key, offset, length));
        }
        if (entry.bytes.length - range.length() < offset) {
            throw new RangeTooShort(Where.range(url(), key, offset, length));
        }
        return Arrays.copyOfRange(entry.bytes, (int) offset, (int) (offset + length));
    }

    @Override
    public synchronized Optional<ObjectStat> stat(String key) {
        return Optional.ofNullable(entries.get(StoreKeys.require(key))).map(entry -> entry.stat);
    }

    @Override
    public Revision put(String key, Body body, ObjectHeaders headers) throws StoreException {
        return store(key, read(key, body));
    }

    @Override
    public PutResult putIfAbsent(String key, Body body, ObjectHeaders headers) throws StoreException {
        byte[] bytes = read(key, body);
        synchronized (this) {
            return entries.containsKey(key) ? new PutResult.Exists() : new PutResult.Stored(store(key, bytes));
        }
    }

    @Override
    public CasResult compareAndSet(String key, Revision expected, Body body, ObjectHeaders headers)
            throws StoreException {
        byte[] bytes = read(key, body);
        synchronized (this) {
            Entry entry = entries.get(key);
            return entry == null || !entry.revision.equals(expected)
                    ? new CasResult.Conflict()
                    : new CasResult.Stored(store(key, bytes));
        }
    }

    @Override
    public synchronized void delete(String key) {
        entries.remove(StoreKeys.require(key));
    }

    @Override
    public synchronized ListPage listPage(String prefix, Optional<String> after) {
        StoreKeys.requirePrefix(prefix);
        List<ObjectStat> page = new ArrayList<>();
        for (Entry entry :
                entries.tailMap(after.orElse(prefix), after.isEmpty()).values()) {
            if (!entry.stat.key().startsWith(prefix)) {
                break;
            }
            if (page.size() == PAGE) {
                return new ListPage(page, Optional.of(page.getLast().key()));
            }
            page.add(entry.stat);
        }
        return new ListPage(page, Optional.empty());
    }

    @Override
    public void close() {}

    private synchronized Revision store(String key, byte[] bytes) {
        Revision revision = new Revision("" + ++writes);
        entries.put(key, new Entry(bytes, revision, new ObjectStat(key, bytes.length, clock.instant())));
        return revision;
    }

    private byte[] read(String key, Body body) throws StoreException {
        Where where = Where.object(url(), StoreKeys.require(key));
        if (Thread.currentThread().isInterrupted()) {
            throw new StoreInterrupted(where, null);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) body.length());
        try {
            body.writeTo(Channels.newChannel(out));
        } catch (IOException e) {
            throw new BodyUnreadable(where, e);
        }
        byte[] bytes = out.toByteArray();
        if (bytes.length != body.length() || !Digest.of(bytes).equals(body.sha256())) {
            throw new DigestRefused(where, null);
        }
        return bytes;
    }

    private static final class Entry {
        final byte[] bytes;
        final Revision revision;
        final ObjectStat stat;

        Entry(byte[] bytes, Revision revision, ObjectStat stat) {
            this.bytes = bytes;
            this.revision = revision;
            this.stat = stat;
        }
    }
}
