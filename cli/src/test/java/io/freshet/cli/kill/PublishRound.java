package io.freshet.cli.kill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.testing.FileMirror;
import io.freshet.cli.testing.Listing;
import io.freshet.core.Digest;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.Member;
import io.freshet.core.pack.PackRow;
import io.freshet.core.pack.PackTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A publication that dies, what there is then, and the same command again. */
final class PublishRound {

    private final Site site;

    PublishRound(Site site) {
        this.site = site;
    }

    /** The release that is current, and the tree that it stands for. */
    record Current(long sequence, Listing tree) {}

    /** Publishes without dying. */
    Child.End whole() throws IOException, InterruptedException {
        return Child.run(Moment.NEVER, watch(), site.log(), site.publish());
    }

    private Watch watch() {
        return new Watch(3, () -> 0, site.authority(), site.follower());
    }

    /** Publishes a night, and dies at {@code moment}. */
    Current night(Current old, Moment moment, Tally tally) throws IOException, InterruptedException {
        site.data().nextNight();
        Listing source = Listing.of(site.data().root());
        Set<Path> packsBefore = packs();
        Child.End end = Child.run(moment, watch(), site.log(), site.publish());

        assertLogHolds();
        long authority = fetchedFrom(site.first(), old, source);
        long follower = fetchedFrom(site.second(), old, source);
        assertThat(follower).as("a follower is never ahead").isLessThanOrEqualTo(authority);
        if (!end.killed()) {
            assertThat(follower).isEqualTo(old.sequence() + 1);
        }
        Set<Path> packsThen = packs();
        tally.count("publish: " + phase(end, old, authority, follower, packsThen.size() > packsBefore.size()));

        JsonNode again = site.run(site.publish());
        long sequence = again.get("sequence").longValue();
        assertThat(sequence).isBetween(Math.max(authority, old.sequence() + 1), authority + 1);
        Current now = new Current(sequence, source);
        assertThat(fetchedFrom(site.second(), now, source)).isEqualTo(sequence);
        assertLogHolds();
        assertEachChunkOnce(packsBefore);
        return now;
    }

    /** At both destinations the log has every entry below the snapshot's number, and one for every release. */
    private void assertLogHolds() throws IOException {
        for (Path destination : List.of(site.authority(), site.follower())) {
            site.run(List.of(
                    "log",
                    "verify",
                    "file:" + destination,
                    "--root",
                    site.root().toString()));
        }
    }

    private static String phase(Child.End end, Current old, long authority, long follower, boolean packs) {
        if (!end.killed()) {
            return "ended before";
        }
        if (follower > old.sequence()) {
            return "after all was followed";
        }
        return authority > old.sequence() ? "committed, not followed" : packs ? "packs, no commit" : "before any pack";
    }

    /** A first fetch from this mirror alone has the old tree or the new one, all of it. */
    private long fetchedFrom(FileMirror mirror, Current old, Listing source) throws IOException {
        Path home = site.newHome();
        long sequence = site.run(site.fetch(home, mirror)).get("sequence").longValue();
        assertThat(sequence).isBetween(old.sequence(), old.sequence() + 1);
        (sequence == old.sequence() ? old.tree() : source)
                .assertIsAt(home.resolve("current").toRealPath());
        Site.delete(home);
        return sequence;
    }

    private Set<Path> packs() throws IOException {
        try (Stream<Path> all = Files.walk(site.authority().resolve("packs"))) {
            return new TreeSet<>(all.filter(Files::isRegularFile).toList());
        }
    }

    /** What the first run had uploaded is not uploaded again by the second. */
    private void assertEachChunkOnce(Set<Path> before) throws IOException {
        Set<Digest> chunks = new HashSet<>();
        for (Path pack : packs()) {
            if (!before.contains(pack)) {
                byte[] bytes = Files.readAllBytes(pack);
                for (PackRow row : PackTable.inTail(bytes, bytes.length).rows()) {
                    // A delta frame holds chunks once more.
                    if (row instanceof PackRow.DataFrame frame && frame.codec() == Codec.ZSTD) {
                        for (Member member : frame.members()) {
                            assertThat(chunks.add(member.id()))
                                    .as("chunk %s is uploaded once", member.id())
                                    .isTrue();
                        }
                    }
                }
            }
        }
    }
}
