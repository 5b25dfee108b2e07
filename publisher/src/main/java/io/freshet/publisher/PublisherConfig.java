package io.freshet.publisher;

import io.freshet.core.chunk.Profile;
import io.freshet.publisher.cut.CutLimits;
import io.freshet.publisher.pack.FrameRules;
import io.freshet.publisher.pack.PackSizes;
import io.freshet.publisher.source.ComponentSpec;
import io.freshet.publisher.source.SourceRules;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * How a source is published.
 *
 * @param profile how files are cut: this and the source alone decide the content root
 * @param components the parts of the source, in the order of the manifest
 * @param rules what of it is left out
 * @param times whether modification times are kept, as advice
 * @param dedupe what is not stored again, and what is
 * @param cut how much is read ahead
 * @param frames which chunks are compressed together
 * @param packs how packs are filled and sent
 * @param cores how many threads compute
 * @param workDirectory for temporary files: about 2% of the size of a source that is cut into pages of 4 KiB, 5% where deltas are made
 */
public record PublisherConfig(
        Profile profile,
        List<ComponentSpec> components,
        SourceRules rules,
        boolean times,
        DedupeRules dedupe,
        CutLimits cut,
        FrameRules frames,
        PackSizes packs,
        int cores,
        Path workDirectory) {

    /** Checks that there is a component and a core. */
    public PublisherConfig {
        components = components.stream()
                .sorted(Comparator.comparingInt(ComponentSpec::priority).thenComparing(ComponentSpec::name))
                .toList();
        if (components.isEmpty() || cores < 1) {
            throw new IllegalArgumentException(components.size() + " components, " + cores + " cores");
        }
    }

    /** One component, the default profile, all cores. */
    public static PublisherConfig defaults(Path workDirectory) {
        return new PublisherConfig(
                Profile.defaults(),
                List.of(ComponentSpec.MAIN),
                SourceRules.DEFAULTS,
                true,
                DedupeRules.DEFAULTS,
                CutLimits.DEFAULTS,
                FrameRules.DEFAULTS,
                PackSizes.DEFAULTS,
                Runtime.getRuntime().availableProcessors(),
                workDirectory);
    }

    /** The same with other components. */
    public PublisherConfig withComponents(List<ComponentSpec> parts) {
        return new PublisherConfig(profile, parts, rules, times, dedupe, cut, frames, packs, cores, workDirectory);
    }

    /** The same with another profile. */
    public PublisherConfig withProfile(Profile other) {
        return new PublisherConfig(other, components, rules, times, dedupe, cut, frames, packs, cores, workDirectory);
    }

    /** The same with other rules of what is left out. */
    public PublisherConfig withRules(SourceRules other) {
        return new PublisherConfig(profile, components, other, times, dedupe, cut, frames, packs, cores, workDirectory);
    }

    /** The same with or without modification times. */
    public PublisherConfig withTimes(boolean kept) {
        return new PublisherConfig(profile, components, rules, kept, dedupe, cut, frames, packs, cores, workDirectory);
    }

    /** The same with other rules of what is stored again. */
    public PublisherConfig withDedupe(DedupeRules other) {
        return new PublisherConfig(profile, components, rules, times, other, cut, frames, packs, cores, workDirectory);
    }

    /** The same with other packs. */
    public PublisherConfig withPacks(PackSizes other) {
        return new PublisherConfig(profile, components, rules, times, dedupe, cut, frames, other, cores, workDirectory);
    }

    /** The same with other limits of what is read ahead. */
    public PublisherConfig withCut(CutLimits other) {
        return new PublisherConfig(
                profile, components, rules, times, dedupe, other, frames, packs, cores, workDirectory);
    }

    /** The same with another number of times that a small file is read before it counts as changing. */
    public PublisherConfig withAttempts(int attempts) {
        return withCut(new CutLimits(cut.lanes(), cut.buffersPerLane(), cut.bufferBytes(), attempts));
    }

    /** The same with another number of threads that compute, and, within bounds, of files that are read at once. */
    public PublisherConfig withCores(int number) {
        CutLimits lanes = new CutLimits(
                Math.clamp(number, 2, CutLimits.MOST_LANES), cut.buffersPerLane(), cut.bufferBytes(), cut.attempts());
        return new PublisherConfig(
                profile, components, rules, times, dedupe, lanes, frames, packs, number, workDirectory);
    }
}
