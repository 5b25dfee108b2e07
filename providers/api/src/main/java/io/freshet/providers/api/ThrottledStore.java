package io.freshet.providers.api;

import io.freshet.core.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;

/**
 * Keeps bodies, sent and received, within a rate. What is sent is held back while it is sent; what is received is waited
 * for afterwards, before the next request.
 */
public final class ThrottledStore implements ObjectStore {
    private final ObjectStore store;
    private final Throttle up;
    private final Throttle down;

    /**
     * @param up for what is sent
     * @param down for what is received; may be the same one
     */
    public ThrottledStore(ObjectStore store, Throttle up, Throttle down) {
        this.store = store;
        this.up = up;
        this.down = down;
    }

    @Override
    public String url() {
        return store.url();
    }

    @Override
    public Capabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public Optional<StoredObject> get(String key, int maxBytes) throws StoreException {
        Optional<StoredObject> object = store.get(key, maxBytes);
        received(key, object.map(o -> o.bytes().length).orElse(0));
        return object;
    }

    @Override
    public byte[] getRange(String key, long offset, int length) throws StoreException {
        byte[] bytes = store.getRange(key, offset, length);
        received(key, length);
        return bytes;
    }

    @Override
    public Optional<ObjectStat> stat(String key) throws StoreException {
        return store.stat(key);
    }

    @Override
    public Revision put(String key, Body body, ObjectHeaders headers) throws StoreException {
        return store.put(key, new ThrottledBody(body, up), headers);
    }

    @Override
    public PutResult putIfAbsent(String key, Body body, ObjectHeaders headers) throws StoreException {
        return store.putIfAbsent(key, new ThrottledBody(body, up), headers);
    }

    @Override
    public CasResult compareAndSet(String key, Revision expected, Body body, ObjectHeaders headers)
            throws StoreException {
        return store.compareAndSet(key, expected, new ThrottledBody(body, up), headers);
    }

    @Override
    public void delete(String key) throws StoreException {
        store.delete(key);
    }

    @Override
    public ListPage listPage(String prefix, Optional<String> after) throws StoreException {
        return store.listPage(prefix, after);
    }

    @Override
    public void close() {
        store.close();
    }

    private void received(String key, int bytes) throws StoreException {
        try {
            down.take(bytes);
        } catch (InterruptedIOException e) {
            throw new StoreInterrupted(Where.object(url(), key), e);
        }
    }

    private record ThrottledBody(Body body, Throttle throttle) implements Body {
        @Override
        public long length() {
            return body.length();
        }

        @Override
        public Digest sha256() {
            return body.sha256();
        }

        @Override
        public InputStream open() throws IOException {
            return new ThrottledStream(body.open(), throttle);
        }
    }

    private static final class ThrottledStream extends FilterInputStream {
        /** The most that flows at once, so that a limited upload is slow rather than bursty. */
        private static final int SLICE = 64 * 1024;

        private final Throttle throttle;

        ThrottledStream(InputStream in, Throttle throttle) {
            super(in);
            this.throttle = throttle;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            throttle.take(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n = super.read(into, offset, Math.min(length, SLICE));
            throttle.take(n);
            return n;
        }
    }
}
