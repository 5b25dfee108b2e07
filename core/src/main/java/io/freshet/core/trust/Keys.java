package io.freshet.core.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * The keys that are at hand in a key directory. Two root keys, either of which signs root and targets, so that the loss
 * of one loses nothing; they can be kept elsewhere and brought when needed. The online key signs snapshot, timestamp
 * and the channels.
 *
 * <pre>
 * root.json      the root metadata that nodes are given; public
 * root-1.key     a root key
 * root-2.key     the other one
 * online.key     the online key
 * *.key          others, which later roots give a role to
 * *.key.json     where a key lies that is in no file ({@link SignerReference}); online.key.json is the online key, too
 * </pre>
 *
 * <p>What each of them signs is said by the root in force; the names say it for a new repository alone.
 *
 * @param roots the root keys that are here, none to two
 * @param online the online key, if it is here
 * @param others what else is here
 */
public record Keys(List<Signer> roots, Optional<Signer> online, List<Signer> others) {

    private static final List<String> ROOT_FILES = List.of("root-1.key", "root-2.key");
    private static final String ONLINE_FILE = "online.key";

    public Keys {
        roots = List.copyOf(roots);
        others = List.copyOf(others);
    }

    /** Keys of a repository whose root is still the first. */
    public Keys(List<Signer> roots, Optional<Signer> online) {
        this(roots, online, List.of());
    }

    /**
     * Makes three new keys in {@code directory}, which is created with mode 0700 where it does not exist. Where a call died
     * before it had all of them, the next one makes those that are missing: the file of {@link #rootJsonToBe}, made
     * before the first of them, tells.
     *
     * @throws KeyFileException.Exists if one of the files is there otherwise; none is changed then
     */
    public static Keys create(Path directory, Optional<Passphrase> passphrase, SecureRandom random) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        List<String> names = new ArrayList<>(ROOT_FILES);
        names.add(ONLINE_FILE);
        Path begun = rootJsonToBe(directory);
        // It is empty until there is a root, which has all three.
        if (!Files.exists(begun) || Files.size(begun) > 0) {
            for (String name : names) {
                if (Files.exists(place(directory, name))) {
                    throw new KeyFileException.Exists(place(directory, name));
                }
            }
        }
        if (!Files.exists(begun)) {
            // The first key is flushed to the disk with the directory, and this name with it.
            Files.createFile(begun);
        }
        for (String name : names) {
            if (!Files.exists(place(directory, name))) {
                KeyFile.create(directory.resolve(name), SigningKey.generate(random), passphrase, random);
            }
        }
        return open(directory, passphrase);
    }

    /** Reads the keys that are in {@code directory}, where one passphrase opens all that are encrypted. */
    public static Keys open(Path directory, Optional<Passphrase> passphrase) throws IOException {
        return open(directory, passphrase.stream().toList());
    }

    /**
     * Reads the keys that are in {@code directory}; that some are elsewhere is no error.
     *
     * @param passphrases those that open them, each some
     */
    public static Keys open(Path directory, List<Passphrase> passphrases) throws IOException {
        List<Path> named = new ArrayList<>();
        List<Signer> roots = new ArrayList<>();
        for (String name : ROOT_FILES) {
            named.add(place(directory, name));
            readIfThere(named.getLast(), passphrases).ifPresent(roots::add);
        }
        named.add(place(directory, ONLINE_FILE));
        Optional<Signer> online = readIfThere(named.getLast(), passphrases);
        List<Signer> others = new ArrayList<>();
        for (Path file : filesIn(directory)) {
            if (!named.contains(file)) {
                others.add(read(file, passphrases));
            }
        }
        return new Keys(roots, online, others);
    }

    /** The file of the key {@code name}, or, where there is none, the one that says where it lies. */
    private static Path place(Path directory, String name) {
        Path file = directory.resolve(name);
        Path reference = directory.resolve(name + SignerReference.REFERENCE);
        return !Files.exists(file) && Files.exists(reference) ? reference : file;
    }

    /** The files in {@code directory} that are named like keys, in the order of their names. */
    public static List<Path> filesIn(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".key") || SignerReference.isNamedSo(file))
                    .sorted()
                    .toList();
        }
    }

    /** The file of the root metadata that nodes are given. */
    public static Path rootJson(Path directory) {
        return directory.resolve("root.json");
    }

    /** The file of the root metadata of a repository that is being made, from which the other one is renamed then. */
    public static Path rootJsonToBe(Path directory) {
        return directory.resolve("root.json.init");
    }

    private static Optional<Signer> readIfThere(Path file, List<Passphrase> passphrases) throws IOException {
        return Files.exists(file) ? Optional.of(read(file, passphrases)) : Optional.empty();
    }

    /** By whichever passphrase opens it; where none does, the last one says why. */
    private static Signer read(Path file, List<Passphrase> passphrases) throws IOException {
        Iterator<Passphrase> each = passphrases.iterator();
        while (true) {
            Optional<Passphrase> next = each.hasNext() ? Optional.of(each.next()) : Optional.empty();
            try {
                return SignerFile.read(file, next);
            } catch (KeyFileException.WrongPassphrase | KeyFileException.Unreadable e) {
                // A wrong passphrase makes something of one key in 256 that is none.
                if (!each.hasNext()) {
                    throw e;
                }
            }
        }
    }

    /** All keys that are here, each once: a document that one key has signed twice is malformed. */
    public List<Signer> all() {
        SequencedMap<String, Signer> all = new LinkedHashMap<>();
        roots.forEach(key -> all.put(key.id(), key));
        online.ifPresent(key -> all.put(key.id(), key));
        others.forEach(key -> all.put(key.id(), key));
        return List.copyOf(all.values());
    }
}
