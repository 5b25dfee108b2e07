package io.freshet.cli.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file as it is written; what is left out is null.
 *
 * @param components parts of the source
 * @param profile how files are cut
 * @param exclude patterns of what is left out
 * @param allow patterns of local files that may be published
 * @param localFiles patterns of further local files
 * @param source what the manifest says
 * @param coldOverhead what a cold fetch may read as a multiple of what it needs
 * @param deltas how many releases in a row may store new pages as deltas only
 * @param times whether modification times are kept
 * @param witnesses who is asked to cosign the log
 * @param attempts how often a file of up to 1 MiB is read before it counts as changing
 * @param timestamps who says when a release was attested
 */
record Document(
        @Nullable List<Part> components,
        @Nullable Cutting profile,
        @Nullable List<String> exclude,
        @Nullable List<String> allow,
        @Nullable List<String> localFiles,
        @Nullable Facts source,
        @Nullable Double coldOverhead,
        @Nullable Deltas deltas,
        @Nullable Boolean times,
        @Nullable Cosigners witnesses,
        @Nullable Integer attempts,
        @Nullable Timestamps timestamps) {

    /** Nothing is written. */
    static final Document EMPTY = new Document(null, null, null, null, null, null, null, null, null, null, null, null);

    /** A component. */
    record Part(
            @Nullable String name,
            @Nullable String root,
            @Nullable Integer priority,
            @Nullable List<String> requires) {}

    /** URLs of authorities, and whether there is no release without all of them. */
    record Timestamps(
            @Nullable List<String> authorities, @Nullable Boolean required) {}

    /** Bounds of deltas. */
    record Deltas(@Nullable Integer releases, @Nullable Double overhead) {}

    /** A tlog-policy file, beside this one where it is relative; and whether its quorum is a condition of a release. */
    record Cosigners(@Nullable String policy, @Nullable Boolean required) {}

    /** A profile. */
    record Cutting(
            @Nullable String seed,
            @Nullable Integer inlineMax,
            @Nullable List<Rule> rules) {}

    /** How the files are cut that match. */
    record Rule(@Nullable String match, @Nullable Chunker chunker) {}

    /** A chunker, as a manifest writes it. */
    record Chunker(
            @Nullable String kind,
            @Nullable Integer size,
            @Nullable Integer min,
            @Nullable Integer avg,
            @Nullable Integer max,
            @Nullable Integer normalization) {}

    /** What the files do not say. */
    record Facts(
            @Nullable String network,
            @Nullable String chainId,
            @Nullable Long height,
            @Nullable String blockHash,
            @Nullable String stateRoot,
            @Nullable Client client,
            @Nullable String consistency) {}

    /** What wrote the data. */
    record Client(
            @Nullable String name,
            @Nullable String version,
            @Nullable String requires) {}
}
