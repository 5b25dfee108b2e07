package io.freshet.reader.log;

import io.freshet.core.log.LogEntry;
import io.freshet.core.log.TilePath;
import io.freshet.core.manifest.ObjectRef;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.trust.OpenRepository;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The releases that pointers and histories name, until each one's entry was found. */
final class ReleasesToFind {

    /** Where the pointer does not say under which number: the items of a history don't. */
    private static final long ANY = -1;

    private final Map<Key, Long> wanted = new HashMap<>();
    private final long released;

    private record Key(ChannelName channel, long sequence, ObjectRef manifest) {}

    private ReleasesToFind(long released) {
        this.released = released;
    }

    /** Of what the repository's snapshot counts. */
    static ReleasesToFind of(OpenRepository repository) throws IOException {
        return new ReleasesToFind(
                repository.state().snapshot().orElseThrow().signed().custom().log());
    }

    /** Entries that the snapshot counts. */
    long released() {
        return released;
    }

    /**
     * Takes all that a repository names.
     *
     * @return how many there are of each channel
     */
    Map<String, Long> take(OpenRepository repository) throws IOException, TrustException {
        Map<String, Long> channels = new TreeMap<>();
        for (ChannelName channel : repository.channels()) {
            Optional<Pointer> pointer = repository.pointer(channel);
            channels.put(channel.name(), 0L);
            if (pointer.isPresent()) {
                current(channel, pointer.get());
                repository.releases(pointer.get(), release -> {
                    add(channel, release);
                    channels.merge(channel.name(), 1L, Long::sum);
                    return true;
                });
            }
        }
        return channels;
    }

    private void add(ChannelName channel, Release release) {
        wanted.putIfAbsent(new Key(channel, release.sequence(), release.manifest()), ANY);
    }

    /** A channel's current release, which says the number of its entry. */
    private void current(ChannelName channel, Pointer pointer) {
        Release release = pointer.release();
        wanted.put(new Key(channel, release.sequence(), release.manifest()), pointer.log());
    }

    /** What became of the entry under a number. Of several of one release that a history names, the first one counts. */
    LogRow.Standing found(long number, LogEntry entry) {
        Key key = new Key(entry.channel(), entry.sequence(), entry.manifest());
        Long expected = wanted.get(key);
        if (expected == null || (expected != ANY && expected != number)) {
            return number < released ? LogRow.Standing.NONE : LogRow.Standing.OPEN;
        }
        wanted.remove(key);
        return expected == ANY ? LogRow.Standing.OLDER : LogRow.Standing.CURRENT;
    }

    /** Whether the entry of a channel's current release is to be among the 256 of a bundle. */
    boolean expectsCurrentIn(long bundle) {
        return wanted.values().stream().anyMatch(number -> number != ANY && number / TilePath.FULL == bundle);
    }

    /** Those without an entry. */
    List<String> left() {
        return lines(wanted.entrySet().stream());
    }

    /** Those of them that are current. */
    List<String> leftOfCurrent() {
        return lines(wanted.entrySet().stream().filter(each -> each.getValue() != ANY));
    }

    private static List<String> lines(Stream<Map.Entry<Key, Long>> releases) {
        return releases.map(each -> each.getKey().channel + "@" + each.getKey().sequence + ", manifest "
                        + each.getKey().manifest.sha256()
                        + (each.getValue() == ANY ? "" : ", under number " + each.getValue()))
                .sorted()
                .toList();
    }
}
