package io.freshet.publisher.protocol;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one destination holds. Immutable: a write answers another bucket. */
final class Bucket {
    static final Bucket EMPTY = new Bucket(new TreeMap<>(), 0);

    private final SortedMap<String, Object> objects;
    private final int hash;

    private Bucket(SortedMap<String, Object> objects, int hash) {
        this.objects = objects;
        this.hash = hash;
    }

    Optional<Object> get(String name) {
        return Optional.ofNullable(objects.get(name));
    }

    boolean has(String name) {
        return objects.containsKey(name);
    }

    boolean holds(String name, Object value) {
        return value.equals(objects.get(name));
    }

    Timestamp timestamp() {
        return (Timestamp) objects.get(Names.TIMESTAMP);
    }

    Bucket put(String name, Object value) {
        var copy = new TreeMap<>(objects);
        Object before = copy.put(name, value);
        int changed = hash ^ mix(name, value);
        return new Bucket(copy, before == null ? changed : changed ^ mix(name, before));
    }

    Bucket delete(String name) {
        if (!has(name)) {
            return this;
        }
        var copy = new TreeMap<>(objects);
        return new Bucket(copy, hash ^ mix(name, copy.remove(name)));
    }

    /** Names and values whose names start so. */
    SortedMap<String, Object> list(String prefix) {
        return objects.subMap(prefix, prefix + Character.MAX_VALUE);
    }

    Map<String, Object> all() {
        return objects;
    }

    private static int mix(String name, Object value) {
        int mixed = (name.hashCode() * 31 + value.hashCode()) * 0x9E3779B1;
        return mixed ^ (mixed >>> 15);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Bucket bucket && hash == bucket.hash && objects.equals(bucket.objects));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
