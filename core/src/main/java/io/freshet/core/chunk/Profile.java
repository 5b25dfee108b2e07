package io.freshet.core.chunk;

import java.util.HexFormat;
import java.util.List;

/**
 * How a source is cut. The content root is a function of the source and this alone.
 *
 * @param idAlgorithm what a chunk's id is; {@value #SHA256} is the only one so far
 * @param seed of the gear table: up to 32 bytes in lower-case hexadecimal digits, none in a plain repository
 * @param inlineMax files of 1 to this many bytes (0 to 256) stand in the index itself
 * @param rules the first that matches a path says how the file is cut; the last matches all
 */
public record Profile(String idAlgorithm, String seed, int inlineMax, List<Rule> rules) {

    /** The id of a chunk is the SHA-256 of its bytes. */
    public static final String SHA256 = "sha256";

    private static final int MAX_SEED = 32;
    private static final PathGlob EVERYTHING = new PathGlob("**");

    /** How files are cut whose path in the component matches. */
    public record Rule(PathGlob match, ChunkerSpec chunker) {}

    /** @throws IllegalArgumentException if the format does not allow one of these, saying which */
    public Profile {
        rules = List.copyOf(rules);
        if (!idAlgorithm.equals(SHA256)) {
            throw new IllegalArgumentException(
                    "the id algorithm \"" + idAlgorithm + "\" is not one of this release's: \"" + SHA256 + "\"");
        }
        if (!seed.matches("([0-9a-f]{2}){0," + MAX_SEED + "}")) {
            throw new IllegalArgumentException("the seed is not up to " + MAX_SEED + " bytes in hexadecimal digits");
        }
        if (inlineMax < 0 || inlineMax > 256) {
            throw new IllegalArgumentException("inlineMax is " + inlineMax + ", not between 0 and 256");
        }
        if (rules.isEmpty() || !rules.getLast().match().equals(EVERYTHING)) {
            throw new IllegalArgumentException("the last rule of a profile must match \"" + EVERYTHING + "\"");
        }
    }

    /** Pages for the files of MDBX and LMDB, content-defined chunks of about 512 KiB for all others. */
    public static Profile defaults() {
        ChunkerSpec pages = new ChunkerSpec.Fixed(4096);
        return new Profile(
                SHA256,
                "",
                128,
                List.of(
                        new Rule(new PathGlob("**/mdbx.dat"), pages),
                        new Rule(new PathGlob("**/data.mdb"), pages),
                        new Rule(EVERYTHING, new ChunkerSpec.FastCdc(128 << 10, 512 << 10, 2 << 20, 2))));
    }

    /** How the file with this path in its component is cut. */
    public ChunkerSpec chunkerFor(String path) {
        for (Rule rule : rules) {
            if (rule.match().matches(path)) {
                return rule.chunker();
            }
        }
        throw new IllegalStateException("the last rule matches every path");
    }

    /** Whether a file of {@code size} bytes stands in the index itself; an empty file has no content at all. */
    public boolean inline(long size) {
        return size > 0 && size <= inlineMax;
    }

    /** The gear table of this profile. Takes tens of microseconds: make it once, not for each file. */
    public Gear gear() {
        return new Gear(HexFormat.of().parseHex(seed));
    }
}
