package io.freshet.providers.api;

/**
 * What a store can do, as declared by its provider or found out by {@link StoreProbe}.
 *
 * @param putIfAbsent {@link ObjectStore#putIfAbsent} is atomic
 * @param compareAndSet {@link ObjectStore#compareAndSet} is atomic
 * @param orderedListing listings are sorted by the bytes of the keys
 * @param verifiesDigest the store itself refuses a body whose SHA-256 is not the announced one
 * @param keepsHeaders the store keeps {@link ObjectHeaders} and serves them
 * @param maxObjectBytes the longest object that one write can store
 */
public record Capabilities(
        boolean putIfAbsent,
        boolean compareAndSet,
        boolean orderedListing,
        boolean verifiesDigest,
        boolean keepsHeaders,
        long maxObjectBytes) {

    public Capabilities {
        if (maxObjectBytes <= 0) {
            throw new IllegalArgumentException("maxObjectBytes must be positive: " + maxObjectBytes);
        }
    }

    /** Whether publications can be committed here: both conditional writes hold. */
    public boolean canBeAuthority() {
        return putIfAbsent && compareAndSet;
    }

    /** The same store, with its conditional writes as they were observed. */
    public Capabilities withConditions(boolean observedPutIfAbsent, boolean observedCompareAndSet) {
        return new Capabilities(
                observedPutIfAbsent,
                observedCompareAndSet,
                orderedListing,
                verifiesDigest,
                keepsHeaders,
                maxObjectBytes);
    }
}
