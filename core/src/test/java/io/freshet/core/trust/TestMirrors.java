package io.freshet.core.trust;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Mirrors in memory, each with objects of its own, that take notes of what they are asked. */
final class TestMirrors implements MetadataSource {

    final Map<String, Map<String, byte[]>> objects = new LinkedHashMap<>();
    final Set<String> dead = new HashSet<>();
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    /** One mirror, {@code a}, of what the repository holds now and later. */
    static TestMirrors of(TestRepository repository) {
        TestMirrors mirrors = new TestMirrors();
        mirrors.objects.put("a", repository.objects);
        return mirrors;
    }

    /** Adds a mirror with a copy of what the repository holds now. */
    TestMirrors copy(String name, TestRepository repository) {
        objects.put(name, new TreeMap<>(repository.objects));
        return this;
    }

    @Override
    public List<String> mirrors() {
        return List.copyOf(objects.keySet());
    }

    @Override
    public Optional<byte[]> fetch(String mirror, String path, int maxBytes) throws IOException {
        requests.add(mirror + " " + path);
        if (dead.contains(mirror)) {
            throw new IOException("connection refused");
        }
        return Optional.ofNullable(objects.get(mirror).get(path));
    }
}
