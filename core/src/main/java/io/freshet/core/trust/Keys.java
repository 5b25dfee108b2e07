package io.freshet.core.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
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
     * Makes three new keys in {@code directory}, which is created with mode 0700 where it does not exist.
     *
     * @throws KeyFileException.Exists if one of the files is there; none is changed then
     */
    public static Keys create(Path directory, Optional<Passphrase> passphrase, SecureRandom random) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        List<String> names = new ArrayList<>(ROOT_FILES);
        names.add(ONLINE_FILE);
        for (String name : names) {
            if (Files.exists(place(directory, name))) {
                throw new KeyFileException.Exists(place(directory, name));
            }
        }
        List<Signer> keys = new ArrayList<>();
        for (String name : names) {
            SigningKey key = SigningKey.generate(random);
            KeyFile.create(directory.resolve(name), key, passphrase, random);
            keys.add(key);
        }
        return new Keys(keys.subList(0, ROOT_FILES.size()), Optional.of(keys.getLast()));
    }

    /** Reads the keys that are in {@code directory}; that some are elsewhere is no error. */
    public static Keys open(Path directory, Optional<Passphrase> passphrase) throws IOException {
        List<Path> named = new ArrayList<>();
        List<Signer> roots = new ArrayList<>();
        for (String name : ROOT_FILES) {
            named.add(place(directory, name));
            read(named.getLast(), passphrase).ifPresent(roots::add);
        }
        named.add(place(directory, ONLINE_FILE));
        Optional<Signer> online = read(named.getLast(), passphrase);
        List<Signer> others = new ArrayList<>();
        for (Path file : filesIn(directory)) {
            if (!named.contains(file)) {
                others.add(SignerFile.read(file, passphrase));
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

    private static Optional<Signer> read(Path file, Optional<Passphrase> passphrase) throws IOException {
        return Files.exists(file) ? Optional.of(SignerFile.read(file, passphrase)) : Optional.empty();
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
