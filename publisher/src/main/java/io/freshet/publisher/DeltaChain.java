package io.freshet.publisher;

import io.freshet.core.Digest;
import io.freshet.core.index.BasesPlace;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.index.PackUse;
import io.freshet.publisher.source.ComponentSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of a parent's chunks lies in delta frames only. A release lengthens the chain, or ends it by storing all of these
 * chunks plain.
 *
 * @param depth how many deltas stand one upon the other at most; 0 if there is no chain
 * @param stored bytes of all delta frames of the chain
 * @param last bytes of those of its last release
 * @param isWhole whether all that the chain needs may be relied on
 */
record DeltaChain(int depth, long stored, long last, boolean isWhole) {

    /** No release before, or one without a chain. */
    static final DeltaChain NONE = new DeltaChain(0, 0, 0, true);

    /**
     * The chain of a parent.
     *
     * @param components of the new release: each of the parent's must be among them
     * @param avoided packs that are not to be relied on
     */
    static DeltaChain of(ParentSnapshot parent, List<ComponentSpec> components, Set<Digest> avoided) {
        List<BasesPlace> bases = parent.root().components().stream()
                .flatMap(component -> component.bases().stream())
                .toList();
        int depth = bases.stream().mapToInt(BasesPlace::depth).max().orElse(0);
        long stored = bases.stream().mapToLong(BasesPlace::stored).sum();
        long last = bases.stream()
                .filter(each -> each.depth() == depth)
                .mapToLong(BasesPlace::stored)
                .sum();
        Set<String> names = components.stream().map(ComponentSpec::name).collect(Collectors.toSet());
        boolean isWhole = parent.packList().packs().stream().map(PackUse::pack).noneMatch(avoided::contains)
                && parent.root().components().stream()
                        .map(LocationRoot.Component::name)
                        .allMatch(names::contains);
        return new DeltaChain(depth, stored, last, isWhole);
    }

    /**
     * Whether one more release may store new pages as deltas only.
     *
     * @param plain stored bytes of the parent's chunks in plain frames, if all lay in such, about
     */
    boolean mayGrow(DedupeRules rules, double plain) {
        return isWhole && depth < rules.deltaDepth() && stored + last <= rules.deltaOverhead() * plain;
    }
}
