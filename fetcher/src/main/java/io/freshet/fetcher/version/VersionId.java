package io.freshet.fetcher.version;

import io.freshet.core.Digest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a version's directory: the release's number in its channel and the first digits of its manifest's digest.
 */
public record VersionId(long sequence, String brief) implements Comparable<VersionId> {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-([0-9a-f]{12})");

    /** The id of a release. */
    public static VersionId of(long sequence, Digest manifest) {
        return new VersionId(sequence, manifest.brief());
    }

    /** Reads the name of a directory; empty if it is none of a version. */
    public static Optional<VersionId> parse(String name) {
        Matcher matcher = FORM.matcher(name);
        return matcher.matches()
                ? Optional.of(new VersionId(Long.parseLong(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }

    @Override
    public int compareTo(VersionId other) {
        int bySequence = Long.compare(sequence, other.sequence);
        return bySequence != 0 ? bySequence : brief.compareTo(other.brief);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%06d-%s", sequence, brief);
    }
}
