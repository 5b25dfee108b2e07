package io.freshet.reader.verify;

import io.freshet.core.Digest;
import io.freshet.core.index.BasesPlace;
import io.freshet.core.index.ContentCache;
import io.freshet.core.index.IndexWalk;
import io.freshet.core.index.PackList;
import io.freshet.core.index.PackUse;
import io.freshet.core.manifest.Component;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackFooter;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.Snapshot;
import io.freshet.fetcher.http.AllMirrorsFailed;
import io.freshet.fetcher.index.MirrorBlobs;
import io.freshet.fetcher.trust.OpenRepository;
import io.freshet.providers.api.ObjectMissing;
import io.freshet.providers.api.RangeTooShort;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Checks a repository from the trust metadata, which were verified when it was opened, down to its packs. Goes on after
 * what is wrong. Memory is bounded by the lists of packs, 44 bytes for each.
 *
 * <p>The pack in which a release's pack list lies can't be on it: of that one the nodes are checked that the index leads to.
 */
public final class RepositoryCheck {

    private static final int QUICK_AT_ONCE = 32;
    private static final int WHOLE_AT_ONCE = 3;

    private final OpenRepository repository;
    private final boolean readData;
    private final CheckProgress progress;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Digest, Long> packs = new LinkedHashMap<>();
    private long releases;

    /**
     * What was checked, and what was found.
     *
     * @param releases how many
     * @param packs how many
     * @param packBytes their size
     */
    public record Result(long releases, long packs, long packBytes, List<Finding> findings) {
        /** Copies the list. */
        public Result {
            findings = List.copyOf(findings);
        }
    }

    /** @param readData whether all bytes of the packs are read, and not only their last ones */
    public RepositoryCheck(OpenRepository repository, boolean readData, CheckProgress progress) {
        this.repository = repository;
        this.readData = readData;
        this.progress = progress;
    }

    /** Checks a release: its manifest and its index now, its packs in the end. */
    public void release(ChannelName channel, Release release) throws IOException {
        String name = name(channel, release);
        releases++;
        try {
            Snapshot snapshot = repository.snapshot(release);
            Map<Digest, Long> own = new HashMap<>();
            Digest last = release.location().place().pack();
            for (PackUse use : repository.packs(snapshot.location()).packs()) {
                own.put(use.pack(), use.size());
            }
            packs.putAll(own);
            own.putIfAbsent(last, (long) PackFooter.MAX_PACK);
            ListedPacks listed = new ListedPacks(own);
            BasesCheck bases = bases(name, snapshot, listed);
            for (Component component : snapshot.manifest().components()) {
                index(name, snapshot, component, new IndexCheck(component, listed, bases));
            }
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            findings.add(new Finding("the head of " + name, String.valueOf(e.getMessage()), List.of(name)));
        }
    }

    private record OfComponent(String component, BasesPlace place) {}

    private BasesCheck bases(String release, Snapshot snapshot, ListedPacks packs) throws IOException {
        BasesCheck check = new BasesCheck(packs);
        MirrorBlobs blobs = new MirrorBlobs(repository.ranges());
        List<OfComponent> nodes = new ArrayList<>();
        for (Component component : snapshot.manifest().components()) {
            snapshot.place(component).bases().forEach(place -> nodes.add(new OfComponent(component.name(), place)));
        }
        nodes.sort(Comparator.comparingInt(node -> node.place.depth()));
        for (OfComponent node : nodes) {
            try {
                check.node(node.place, blobs);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                String object = "a bases node of depth %d of component \"%s\" of %s"
                        .formatted(node.place.depth(), node.component, release);
                findings.add(new Finding(object, String.valueOf(e.getMessage()), List.of(release)));
            }
        }
        return check;
    }

    private void index(String release, Snapshot snapshot, Component component, IndexCheck check) throws IOException {
        try {
            new IndexWalk(new MirrorBlobs(repository.ranges()), ContentCache.NONE)
                    .walk(snapshot.place(component), check);
            check.end();
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            String object = "the index of component \"" + component.name() + "\" of " + release;
            findings.add(new Finding(object, String.valueOf(e.getMessage()), List.of(release)));
        }
    }

    /** Checks the packs of all releases so far, and ends. */
    public Result finish() throws IOException {
        long bytes = packs.values().stream().mapToLong(Long::longValue).sum();
        progress.expect(
                readData ? bytes + (long) packs.size() * PackFooter.LENGTH : (long) packs.size() * PackFooter.LENGTH);
        Map<Digest, String> wrong = checkPacks();
        Map<Digest, List<String>> affected = wrong.isEmpty() ? Map.of() : affected(wrong);
        wrong.forEach((pack, problem) ->
                findings.add(new Finding(Pack.path(pack), problem, affected.getOrDefault(pack, List.of()))));
        return new Result(releases, packs.size(), bytes, findings);
    }

    private Map<Digest, String> checkPacks() throws IOException {
        Map<Digest, String> wrong = new ConcurrentSkipListMap<>();
        PackCheck check = new PackCheck(repository.ranges(), progress);
        Semaphore atOnce = new Semaphore(readData ? WHOLE_AT_ONCE : QUICK_AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Map.Entry<Digest, Long> pack : packs.entrySet()) {
                atOnce.acquire();
                threads.execute(() -> {
                    try {
                        check(check, pack.getKey(), pack.getValue());
                        progress.object();
                    } catch (IOException e) {
                        wrong.put(pack.getKey(), problem(e, pack.getValue()));
                    } finally {
                        atOnce.release();
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        return wrong;
    }

    /** What is wrong with a pack, without the advice that errors carry for whoever fetches. */
    private static String problem(IOException e, long size) {
        return switch (e) {
            case ObjectMissing missing -> "is not there";
            case RangeTooShort cut -> "is shorter than its " + size + " bytes";
            case AllMirrorsFailed failed ->
                failed.faults().stream()
                        .map(fault -> fault.mirror() + ": " + fault.reason())
                        .collect(Collectors.joining("\n"));
            default -> String.valueOf(e.getMessage());
        };
    }

    private void check(PackCheck check, Digest pack, long size) throws IOException {
        if (readData) {
            check.whole(pack, size);
        } else {
            check.quick(pack, size);
        }
    }

    /** Which releases, of all that the histories name, need these packs. */
    private Map<Digest, List<String>> affected(Map<Digest, String> wrong) throws IOException {
        Map<Digest, List<String>> affected = new HashMap<>();
        for (ChannelName channel : repository.channels()) {
            Pointer pointer;
            try {
                var found = repository.pointer(channel);
                if (found.isEmpty()) {
                    continue;
                }
                pointer = found.get();
            } catch (TrustException e) {
                continue;
            }
            repository.releases(pointer, release -> {
                for (PackUse use : list(release).packs()) {
                    if (wrong.containsKey(use.pack())) {
                        affected.computeIfAbsent(use.pack(), pack -> new ArrayList<>())
                                .add(name(channel, release));
                    }
                }
                return true;
            });
        }
        return affected;
    }

    /** The packs of a release, as far as it can be read. */
    private PackList list(Release release) {
        try {
            return repository.packs(repository.snapshot(release).location());
        } catch (IOException e) {
            return new PackList(0, List.of());
        }
    }

    private static String name(ChannelName channel, Release release) {
        return channel + "@" + release.sequence();
    }
}
