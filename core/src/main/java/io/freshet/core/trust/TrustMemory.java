package io.freshet.core.trust;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A trust store that lasts as long as the program: for looking at a repository that nothing is kept of. */
public final class TrustMemory implements TrustStore {

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    @Override
    public Optional<byte[]> read(String name) {
        return Optional.ofNullable(files.get(name)).map(byte[]::clone);
    }

    @Override
    public void write(String name, byte[] bytes) {
        files.put(name, bytes.clone());
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }

    @Override
    public String describe(String name) {
        return "kept " + name;
    }
}
