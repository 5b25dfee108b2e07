package io.freshet.providers.api;

import java.util.Objects;

/** The bytes of an object together with the revision that they are. */
public final class StoredObject {
    private final byte[] bytes;
    private final Revision revision;

    /** Takes {@code bytes} over: the caller doesn't change them afterwards. */
    public StoredObject(byte[] bytes, Revision revision) {
        this.bytes = Objects.requireNonNull(bytes);
        this.revision = Objects.requireNonNull(revision);
    }

    /** The content; not a copy, and the receiver's to keep. */
    public byte[] bytes() {
        return bytes;
    }

    /** What {@link ObjectStore#compareAndSet} has to expect to replace exactly these bytes. */
    public Revision revision() {
        return revision;
    }

    @Override
    public String toString() {
        return "StoredObject[" + bytes.length + " bytes, " + revision + "]";
    }
}
