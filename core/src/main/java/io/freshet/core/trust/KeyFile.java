package io.freshet.core.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Private keys in files: PKCS#8 in PEM, encrypted (PBES2) where there is a passphrase, readable by their owner alone.
 */
public final class KeyFile {

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE);
    private static final int MAX_BYTES = 16 << 10;

    private KeyFile() {}

    /**
     * Writes {@code key} to a new file of mode 0600, durably.
     *
     * @throws KeyFileException.Exists if there is such a file
     */
    public static void create(Path file, FileKey key, Optional<Passphrase> passphrase, SecureRandom random)
            throws IOException {
        byte[] pem = KeyPem.encode(key, passphrase, random).getBytes(StandardCharsets.US_ASCII);
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel out = FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(PRIVATE))) {
            ByteBuffer buffer = ByteBuffer.wrap(pem);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            out.force(true);
            flushNameOf(file);
        } catch (FileAlreadyExistsException e) {
            throw new KeyFileException.Exists(file);
        }
    }

    /** What a repository is signed with must outlive a loss of power. */
    private static void flushNameOf(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /**
     * Reads a key.
     *
     * @throws KeyFileException if it is missing, open to others, encrypted under another passphrase, or no such key
     */
    public static FileKey read(Path file, Optional<Passphrase> passphrase) throws IOException {
        return KeyPem.decode(file, text(file), passphrase);
    }

    /**
     * Whether it takes a passphrase to read {@code file}.
     *
     * @throws KeyFileException if it is missing, open to others, or larger than any key
     */
    public static boolean isEncrypted(Path file) throws IOException {
        return KeyPem.isEncrypted(text(file));
    }

    private static String text(Path file) throws IOException {
        requirePrivate(file);
        if (Files.size(file) > MAX_BYTES) {
            throw new KeyFileException.Unreadable(file, "is larger than any key file");
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /** Refuses a file that others than its owner may read, write or run. */
    static void requirePrivate(Path file) throws IOException {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(file);
        } catch (NoSuchFileException e) {
            throw new KeyFileException.Missing(file);
        }
        if (permissions.stream().anyMatch(OTHERS::contains)) {
            throw new KeyFileException.TooOpen(file, PosixFilePermissions.toString(permissions));
        }
    }
}
