package io.freshet.fetcher.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * What was done below a directory, step by step, and what may be there if the power was cut after any of them. Of each
 * file and of each directory a first part of its steps survives: at least those before its last sync. Nothing binds one file
 * or directory to another but syncs: that is less than any journaling file system promises.
 */
final class Disk {

    static final int ROOT = 0;

    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Step.Entry> names = new HashMap<>();
    private int next = ROOT + 1;

    /** So many steps were taken. */
    synchronized int size() {
        return steps.size();
    }

    synchronized Step step(int index) {
        return steps.get(index);
    }

    // ---- Steps, by paths relative to the directory

    synchronized void create(String path, boolean directory) {
        put(path, new Step.Node(next++, directory));
    }

    synchronized void link(String path, String target) {
        put(path, new Step.Link(target));
    }

    synchronized void remove(String path) {
        names.remove(path);
        steps.add(new Step.Name(node(parent(path)), name(path), null));
    }

    synchronized void move(String from, String to) {
        Step.Entry entry = names.remove(from);
        Map<String, Step.Entry> below = new HashMap<>();
        names.entrySet().removeIf(each -> {
            boolean moves = each.getKey().startsWith(from + "/");
            if (moves) {
                below.put(to + each.getKey().substring(from.length()), each.getValue());
            }
            return moves;
        });
        names.putAll(below);
        names.put(to, entry);
        if (parent(from).equals(parent(to))) {
            steps.add(new Step.Rename(node(parent(from)), name(from), name(to), entry));
        } else {
            steps.add(new Step.Name(node(parent(to)), name(to), entry));
            steps.add(new Step.Name(node(parent(from)), name(from), null));
        }
    }

    synchronized void write(String path, long offset, byte[] bytes) {
        steps.add(new Step.Write(node(path), offset, bytes));
    }

    synchronized void truncate(String path, long size) {
        steps.add(new Step.Truncate(node(path), size));
    }

    synchronized void mode(String path, int mode) {
        steps.add(new Step.Mode(node(path), mode));
    }

    synchronized void sync(String path) {
        steps.add(new Step.Sync(node(path)));
    }

    synchronized boolean has(String path) {
        return names.containsKey(path);
    }

    private void put(String path, Step.Entry entry) {
        names.put(path, entry);
        steps.add(new Step.Name(node(parent(path)), name(path), entry));
    }

    private int node(String path) {
        if (path.isEmpty()) {
            return ROOT;
        }
        if (names.get(path) instanceof Step.Node node) {
            return node.number();
        }
        throw new IllegalStateException("\"" + path + "\" was not made here");
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    // ---- After a crash

    /** What of a crash is decided by chance: how many of the steps that nobody waited for survive, from 0 to so many. */
    interface Chance extends IntUnaryOperator {}

    /**
     * Makes in {@code into} what is there if the power is cut after {@code taken} steps.
     *
     * @param durable so many steps are on the disk in any case
     */
    synchronized void crash(int taken, int durable, Chance chance, Path into) throws IOException {
        Map<Integer, List<Step>> byNode = new TreeMap<>();
        Map<Integer, Integer> safe = new HashMap<>();
        for (int i = 0; i < taken; i++) {
            Step step = steps.get(i);
            List<Step> own = byNode.computeIfAbsent(step.node(), node -> new ArrayList<>());
            own.add(step);
            if (step instanceof Step.Sync || i < durable) {
                safe.put(step.node(), own.size());
            }
        }
        Map<Integer, List<Step>> left = new HashMap<>();
        byNode.forEach((node, own) -> {
            int least = safe.getOrDefault(node, 0);
            left.put(node, own.subList(0, least + chance.applyAsInt(own.size() - least)));
        });
        make(ROOT, left, into);
    }

    private static void make(int directory, Map<Integer, List<Step>> left, Path into) throws IOException {
        Files.createDirectories(into);
        SortedMap<String, Step.Entry> entries = new TreeMap<>();
        int mode = 0700;
        for (Step step : left.getOrDefault(directory, List.of())) {
            switch (step) {
                case Step.Name name -> change(entries, name.name(), name.entry());
                case Step.Rename rename -> {
                    entries.remove(rename.from());
                    entries.put(rename.to(), rename.entry());
                }
                case Step.Mode changed -> mode = changed.mode();
                default -> {}
            }
        }
        for (Map.Entry<String, Step.Entry> entry : entries.entrySet()) {
            Path path = into.resolve(entry.getKey());
            switch (entry.getValue()) {
                case Step.Link link -> Files.createSymbolicLink(path, Path.of(link.target()));
                case Step.Node node when node.directory() -> make(node.number(), left, path);
                case Step.Node node -> makeFile(left.getOrDefault(node.number(), List.of()), path);
            }
        }
        Files.setAttribute(into, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
    }

    private static void change(SortedMap<String, Step.Entry> entries, String name, Step.Entry entry) {
        if (entry == null) {
            entries.remove(name);
        } else {
            entries.put(name, entry);
        }
    }

    private static void makeFile(List<Step> steps, Path path) throws IOException {
        int mode = 0600;
        try (FileChannel out = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (Step step : steps) {
                switch (step) {
                    case Step.Write write -> out.write(ByteBuffer.wrap(write.bytes()), write.offset());
                    case Step.Truncate truncate -> out.truncate(truncate.size());
                    case Step.Mode changed -> mode = changed.mode();
                    default -> {}
                }
            }
        }
        Files.setAttribute(path, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
    }
}
