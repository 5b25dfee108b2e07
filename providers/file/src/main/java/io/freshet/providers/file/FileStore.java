package io.freshet.providers.file;

import io.freshet.core.Digest;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.BodyUnreadable;
import io.freshet.providers.api.Capabilities;
import io.freshet.providers.api.CasResult;
import io.freshet.providers.api.ListPage;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectMissing;
import io.freshet.providers.api.ObjectStat;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.ObjectTooLarge;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.api.RangeTooShort;
import io.freshet.providers.api.Revision;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreKeys;
import io.freshet.providers.api.StoredObject;
import io.freshet.providers.api.Where;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A directory as a store. A revision is the SHA-256 of the content, so that nothing but the content has to be kept. */
final class FileStore implements ObjectStore {
    private static final int PAGE = 1000;

    private final String url;
    private final Tree tree;
    private final Directories directories;
    private final Writers writers;
    private final NameLock names;

    FileStore(String url, Path root) {
        this.url = url;
        this.tree = new Tree(root);
        this.directories = new Directories(root);
        this.writers = new Writers(tree, directories);
        this.names = new NameLock(tree, directories);
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                /* putIfAbsent= */ true,
                /* compareAndSet= */ true,
                /* orderedListing= */ true,
                /* verifiesDigest= */ false,
                /* keepsHeaders= */ false,
                /* maxObjectBytes= */ Long.MAX_VALUE);
    }

    @Override
    public Optional<StoredObject> get(String key, int maxBytes) throws StoreException {
        Path file = tree.file(key);
        Where where = Where.object(url, key);
        try {
            return Tree.read(file, maxBytes).map(bytes -> new StoredObject(bytes, revision(Digest.of(bytes))));
        } catch (Tree.TooLong e) {
            throw new ObjectTooLarge(where, maxBytes);
        } catch (IOException e) {
            throw Failures.translate(e, where);
        }
    }

    @Override
    public byte[] getRange(String key, long offset, int length) throws StoreException {
        Path file = tree.file(key);
        Where where = Where.range(url, key, offset, length);
        try {
            return Tree.readRange(file, offset, length).orElseThrow(() -> new ObjectMissing(where));
        } catch (StoreException e) {
            throw e;
        } catch (EOFException e) {
            throw new RangeTooShort(where);
        } catch (IOException e) {
            throw Failures.translate(e, where);
        }
    }

    @Override
    public Optional<ObjectStat> stat(String key) throws StoreException {
        Path file = tree.file(key);
        try {
            return Tree.attributes(file)
                    .map(found -> new ObjectStat(
                            key, found.size(), found.lastModifiedTime().toInstant()));
        } catch (IOException e) {
            throw Failures.translate(e, Where.object(url, key));
        }
    }

    @Override
    public Revision put(String key, Body body, ObjectHeaders headers) throws StoreException {
        Path target = tree.file(key);
        return write(key, body, temporary -> {
            try (NameLock.Held held = names.hold()) {
                held.rename(temporary, target);
            }
            Directories.flushNameOf(target);
            return revision(body.sha256());
        });
    }

    @Override
    public PutResult putIfAbsent(String key, Body body, ObjectHeaders headers) throws StoreException {
        Path target = tree.file(key);
        if (Files.exists(target)) {
            return exists(key, target);
        }
        return write(key, body, temporary -> {
            try {
                // link(2) fails where the name exists, without a lock.
                Files.createLink(target, temporary);
            } catch (FileAlreadyExistsException e) {
                return exists(key, target);
            } catch (FileSystemException | UnsupportedOperationException e) {
                throw Failures.ofLink(e, Where.object(url, key));
            }
            Directories.flushNameOf(target);
            return new PutResult.Stored(revision(body.sha256()));
        });
    }

    /** Whoever is told so relies on it: the writer that was first may die before it has flushed the name. */
    private PutResult exists(String key, Path target) throws StoreException {
        try {
            directories.createAbove(target);
            Directories.flushNameOf(target);
            return new PutResult.Exists();
        } catch (IOException e) {
            throw Failures.translate(e, Where.object(url, key));
        }
    }

    @Override
    public CasResult compareAndSet(String key, Revision expected, Body body, ObjectHeaders headers)
            throws StoreException {
        Path target = tree.file(key);
        return write(key, body, temporary -> {
            try (NameLock.Held held = names.hold()) {
                Optional<Digest> current = Tree.digest(target);
                if (current.isEmpty() || !revision(current.get()).equals(expected)) {
                    return new CasResult.Conflict();
                }
                held.rename(temporary, target);
            }
            Directories.flushNameOf(target);
            return new CasResult.Stored(revision(body.sha256()));
        });
    }

    @Override
    public void delete(String key) throws StoreException {
        Path file = tree.file(key);
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (NameLock.Held held = names.hold()) {
            held.remove(file);
        } catch (IOException e) {
            throw Failures.translate(e, Where.object(url, key));
        }
    }

    @Override
    public ListPage listPage(String prefix, Optional<String> after) throws StoreException {
        StoreKeys.requirePrefix(prefix);
        try {
            return new Listing(tree.root(), prefix, after.orElse(""), PAGE).page();
        } catch (IOException e) {
            throw Failures.translate(e, Where.object(url, prefix));
        }
    }

    @Override
    public void close() {
        writers.close();
    }

    /** Writes the body aside, whole and flushed, lets {@code naming} give it its name, and clears up. */
    private <R> R write(String key, Body body, Naming<R> naming) throws StoreException {
        Where where = Where.object(url, key);
        try {
            Path temporary = writers.newFile();
            try {
                fill(temporary, body, where);
                directories.createAbove(tree.file(key));
                return naming.name(temporary);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw Failures.translate(e, where);
        }
    }

    private static void fill(Path temporary, Body body, Where where) throws IOException {
        try (FileChannel channel =
                FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            try {
                body.writeTo(channel);
            } catch (EOFException | NoSuchFileException e) {
                throw new BodyUnreadable(where, e);
            }
            if (channel.position() != body.length()) {
                throw new BodyUnreadable(
                        where,
                        new EOFException("expected " + body.length() + " bytes, but there were " + channel.position()));
            }
            channel.force(true);
        }
    }

    private static Revision revision(Digest content) {
        return new Revision(content.toString());
    }

    /** Gives a finished file its name. */
    private interface Naming<R> {
        R name(Path temporary) throws IOException;
    }
}
