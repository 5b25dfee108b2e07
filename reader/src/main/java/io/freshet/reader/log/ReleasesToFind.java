package io.freshet.reader.log;

import io.freshet.core.log.LogEntry;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.trust.ChannelName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The releases that pointers and histories name, until each one's entry was found. */
final class ReleasesToFind {

    /** Where the pointer does not say under which number: the items of a history don't. */
    private static final long ANY = -1;

    private final Map<Key, Long> wanted = new HashMap<>();

    private record Key(ChannelName channel, long sequence, ObjectRef manifest) {}

    void add(ChannelName channel, Release release) {
        wanted.putIfAbsent(new Key(channel, release.sequence(), release.manifest()), ANY);
    }

    /** A channel's current release, which says the number of its entry. */
    void current(ChannelName channel, Pointer pointer) {
        Release release = pointer.release();
        wanted.put(new Key(channel, release.sequence(), release.manifest()), pointer.log());
    }

    void found(long number, LogEntry entry) {
        Key key = new Key(entry.channel(), entry.sequence(), entry.manifest());
        Long expected = wanted.get(key);
        if (expected != null && (expected == ANY || expected == number)) {
            wanted.remove(key);
        }
    }

    /** Those without an entry. */
    List<String> left() {
        return wanted.entrySet().stream()
                .map(each -> each.getKey().channel + "@" + each.getKey().sequence + ", manifest "
                        + each.getKey().manifest.sha256()
                        + (each.getValue() == ANY ? "" : ", under number " + each.getValue()))
                .sorted()
                .toList();
    }
}
