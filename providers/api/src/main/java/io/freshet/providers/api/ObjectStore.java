package io.freshet.providers.api;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * A flat map from keys to immutable byte strings, as every object store offers it: the contract that all providers
 * keep and that the testkit checks.
 *
 * <p><b>Keys</b> are relative and separated by slashes; {@link StoreKeys} says which are legal. An illegal key is an
 * {@link IllegalArgumentException}, before any request. No key may be a directory of another one ({@code a} and {@code
 * a/b}): what a store does then is not defined.
 *
 * <p><b>Atomicity.</b> A write is seen whole or not at all, by every reader, whenever the writer dies or its
 * connection is cut: an object never holds a part of a body, nor, where {@link Capabilities#verifiesDigest()}, bytes whose
 * SHA-256 is not {@link Body#sha256()}. A read that starts after a write has returned sees that write or a later one. A
 * {@code get} or {@code getRange} that runs beside a write answers bytes of one version only.
 *
 * <p><b>Missing objects</b> are an ordinary answer where the caller can't know ({@link #get}, {@link #stat}: empty;
 * {@link #delete}: nothing happens; {@link #compareAndSet}: {@link CasResult.Conflict}) and an error where it
 * should have known ({@link #getRange}: {@link ObjectMissing}).
 *
 * <p><b>Errors</b> are {@link StoreException}s and no other {@link java.io.IOException}; each one is retryable or fatal,
 * decided where it is thrown. An implementation never repeats a request by itself: {@link RetryingStore} alone does.
 * A retryable error of a write says nothing about whether the write happened.
 *
 * <p><b>Threads.</b> Every method may be called by many threads at once, and blocks: call it on virtual threads. An
 * interrupt ends a call, at the latest with its current request, as {@link StoreInterrupted} with the thread's interrupt
 * status set.
 */
public interface ObjectStore extends AutoCloseable {

    /** The URL that this store was opened with, without secrets: for messages. */
    String url();

    /** What is known of this store without asking it. {@link StoreProbe} asks it. */
    Capabilities capabilities();

    /**
     * Reads a whole object.
     *
     * @param maxBytes the most that the caller accepts; nothing larger is read or allocated
     * @return the object, or empty where there is none
     * @throws ObjectTooLarge if the object is longer than {@code maxBytes}
     */
    Optional<StoredObject> get(String key, int maxBytes) throws StoreException;

    /**
     * Reads exactly {@code length} bytes, starting at {@code offset}.
     *
     * @param length at least 1
     * @throws ObjectMissing if there is no such object
     * @throws RangeTooShort if the object ends before {@code offset + length}
     */
    byte[] getRange(String key, long offset, int length) throws StoreException;

    /** Size and time of an object, or empty where there is none. Reads no content. */
    Optional<ObjectStat> stat(String key) throws StoreException;

    /**
     * Writes an object, over one that may be there. For objects whose name says what they hold, and for advice that
     * anyone may overwrite: of two writers the later one wins.
     *
     * @return the revision of what was written
     */
    Revision put(String key, Body body, ObjectHeaders headers) throws StoreException;

    /**
     * Writes an object if there is none of that name; of any number of concurrent calls exactly one is {@link
     * PutResult.Stored}. Identical bytes under that name are {@link PutResult.Exists} all the same.
     *
     * @throws ConditionUnsupported if this store can't
     */
    PutResult putIfAbsent(String key, Body body, ObjectHeaders headers) throws StoreException;

    /**
     * Replaces an object if it still has the revision that the caller read; atomic among all writers of that key,
     * {@link #put} and {@link #delete} included.
     *
     * @return {@link CasResult.Conflict} if it has another revision, or is gone
     * @throws ConditionUnsupported if this store can't
     */
    CasResult compareAndSet(String key, Revision expected, Body body, ObjectHeaders headers) throws StoreException;

    /** Removes an object. Idempotent: a missing object is no error. */
    void delete(String key) throws StoreException;

    /**
     * One page of the objects whose key starts with {@code prefix}, one request.
     *
     * <p>Sorted by the bytes of the key over all pages where {@link Capabilities#orderedListing()} says so, else in any
     * order. An object that is there from the first page's request to the last page's answer is reported exactly once;
     * one that comes or goes meanwhile may be reported or not. Objects whose name isn't a legal key are left out: they
     * aren't ours. A page may be empty and have a successor.
     *
     * @param prefix empty, or the beginning of a key: {@code packs/} or {@code packs/a} ({@link
     *     StoreKeys#requirePrefix})
     * @param after {@link ListPage#next()} of the page before, or empty for the first one
     */
    ListPage listPage(String prefix, Optional<String> after) throws StoreException;

    /**
     * Gives all objects whose key starts with {@code prefix} to {@code sink}, page by page as {@link #listPage} does; a
     * page's memory at a time.
     */
    default void list(String prefix, Consumer<ObjectStat> sink) throws StoreException {
        Optional<String> after = Optional.empty();
        do {
            ListPage page = listPage(prefix, after);
            page.objects().forEach(sink);
            after = page.next();
        } while (after.isPresent());
    }

    /** Gives back connections and threads; idempotent. Calls under way may fail. */
    @Override
    void close();
}
