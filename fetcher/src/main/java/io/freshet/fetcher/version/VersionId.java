package io.freshet.fetcher.version;

import io.freshet.core.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a version's directory: the release's number in its channel and the first digits of its manifest's digest.
 *
 * @param part where not all components were fetched, six digits that stand for those that were; else empty
 */
public record VersionId(long sequence, String brief, String part) implements Comparable<VersionId> {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-([0-9a-f]{12})(?:-([0-9a-f]{6}))?");

    /** The id of a release, all of it. */
    public static VersionId of(long sequence, Digest manifest) {
        return new VersionId(sequence, manifest.brief(), "");
    }

    /** The id of these components of a release: another version than one with others. */
    public VersionId only(Collection<String> components) {
        byte[] names = String.join("\n", new TreeSet<>(components)).getBytes(StandardCharsets.UTF_8);
        return new VersionId(sequence, brief, Digest.of(names).toString().substring(0, 6));
    }

    /** Reads the name of a directory; empty if it is none of a version. */
    public static Optional<VersionId> parse(String name) {
        Matcher matcher = FORM.matcher(name);
        return matcher.matches()
                ? Optional.of(new VersionId(
                        Long.parseLong(matcher.group(1)),
                        matcher.group(2),
                        Objects.requireNonNullElse(matcher.group(3), "")))
                : Optional.empty();
    }

    /**
     * Whether it is of that manifest, or of some of its components: under whichever number, for a channel names a manifest
     * anew when it is resumed.
     */
    public boolean isOf(Digest manifest) {
        return brief.equals(manifest.brief());
    }

    @Override
    public int compareTo(VersionId other) {
        int bySequence = Long.compare(sequence, other.sequence);
        return bySequence != 0 ? bySequence : toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%06d-%s%s", sequence, brief, part.isEmpty() ? "" : "-" + part);
    }
}
