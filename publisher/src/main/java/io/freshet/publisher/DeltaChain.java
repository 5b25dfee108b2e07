package io.freshet.publisher;

import io.freshet.core.Digest;
import io.freshet.core.index.BasesPlace;
import io.freshet.core.index.LocationRoot;
import io.freshet.core.index.PackUse;
import io.freshet.publisher.dedupe.KnownChunks;
import io.freshet.publisher.dedupe.ReemissionPlan;
import io.freshet.publisher.source.ComponentSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of a parent's chunks lies in delta frames only. A release lengthens the chain, or ends it by storing all of these
 * chunks plain.
 *
 * @param all of its bases nodes
 * @param isWhole whether all that the chain needs may be relied on
 */
record DeltaChain(List<BasesPlace> all, boolean isWhole) {

    /** No release before. */
    static final DeltaChain NONE = new DeltaChain(List.of(), true);

    /** One chunk of so many is made against others in a night, at a guess: the first night of a chain has no other. */
    private static final int GUESS = 10;

    /**
     * The chain of a parent.
     *
     * @param components of the new release: each of the parent's must be among them
     * @param avoided packs that are not to be relied on
     */
    static DeltaChain of(ParentSnapshot parent, List<ComponentSpec> components, Set<Digest> avoided) {
        List<BasesPlace> all = parent.root().components().stream()
                .flatMap(component -> component.bases().stream())
                .toList();
        Set<String> names = components.stream().map(ComponentSpec::name).collect(Collectors.toSet());
        boolean isWhole = parent.packList().packs().stream().map(PackUse::pack).noneMatch(avoided::contains)
                && parent.root().components().stream()
                        .map(LocationRoot.Component::name)
                        .allMatch(names::contains);
        return new DeltaChain(all, isWhole);
    }

    /** How many deltas stand one upon the other at most; 0 if there is no chain. */
    int depth() {
        return all.stream().mapToInt(BasesPlace::depth).max().orElse(0);
    }

    /** How many more bases its nodes may name. */
    long basesLeft() {
        return BasesPlace.MOST_BASES - all.stream().mapToLong(BasesPlace::bases).sum();
    }

    /** Whether it has to end, though nothing was written since. */
    boolean isBroken() {
        return !all.isEmpty() && !isWhole;
    }

    /**
     * Whether one more release may store new pages as deltas only.
     *
     * @param known the parent's chunks
     * @param plan what is stored again where no chain begins
     */
    boolean mayGrow(DedupeRules rules, KnownChunks known, ReemissionPlan plan) {
        if (!isWhole || depth() >= rules.deltaDepth()) {
            return false;
        }
        List<BasesPlace> last =
                all.stream().filter(each -> each.depth() == depth()).toList();
        if (last.isEmpty()) {
            return known.isCompact(plan) && known.parents() / GUESS <= basesLeft();
        }
        double stored = stored(all) + stored(last);
        double needed = known.neededBytes();
        return stored <= rules.deltaOverhead() * needed
                && known.coldBytes() + stored <= (rules.coldOverhead() + rules.deltaOverhead()) * needed
                && last.stream().mapToLong(BasesPlace::bases).sum() <= basesLeft();
    }

    private static double stored(List<BasesPlace> nodes) {
        return nodes.stream().mapToLong(BasesPlace::stored).sum();
    }
}
