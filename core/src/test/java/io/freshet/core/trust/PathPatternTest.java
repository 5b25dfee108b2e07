package io.freshet.core.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PathPatternTest {

    /** All paths of up to five characters out of a, b and the slash. */
    private static final List<String> PATHS = paths(5);

    /** The examples of the specification, clause 4.5. */
    @Test
    void matchesAsTheSpecificationSays() {
        assertThat(new PathPattern("targets/*.tgz").matches("targets/foo.tgz")).isTrue();
        assertThat(new PathPattern("targets/*.tgz").matches("targets/foo.txt")).isFalse();
        assertThat(new PathPattern("foo-version-?.tgz").matches("foo-version-2.tgz"))
                .isTrue();
        assertThat(new PathPattern("foo-version-?.tgz").matches("foo-version-alpha.tgz"))
                .isFalse();
        assertThat(new PathPattern("*.tgz").matches("targets/foo.tgz")).isFalse();
        assertThat(new PathPattern("foo.tgz").matches("foo.tgz")).isTrue();
    }

    @Property(tries = 200)
    void matchesAsARegularExpressionDoes(
            @ForAll @Chars({'a', 'b', '/', '*', '?'}) @StringLength(min = 1, max = 6) String glob) {
        String regex = glob.replace("*", "[^/]*").replace("?", "[^/]");
        Pattern pattern = Pattern.compile(regex);
        PathPattern ours = new PathPattern(glob);
        for (String path : PATHS) {
            assertThat(ours.matches(path))
                    .as("%s on %s", glob, path)
                    .isEqualTo(pattern.matcher(path).matches());
        }
    }

    @Property(tries = 500)
    void overlapsWhereAPathMatchesBoth(
            @ForAll @Chars({'a', 'b', '/', '*', '?'}) @StringLength(min = 1, max = 4) String one,
            @ForAll @Chars({'a', 'b', '/', '*', '?'}) @StringLength(min = 1, max = 4) String other) {
        PathPattern a = new PathPattern(one);
        PathPattern b = new PathPattern(other);
        boolean common = PATHS.stream().anyMatch(path -> a.matches(path) && b.matches(path));

        // Two patterns of up to four characters that have a path in common have one of up to five.
        assertThat(a.overlaps(b)).as("%s and %s", one, other).isEqualTo(common);
        assertThat(b.overlaps(a)).isEqualTo(common);
    }

    @Property(tries = 200)
    void aChannelsRoleIsTheChannelsAlone(
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(min = 1, max = 3) String first,
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(min = 1, max = 3) String second) {
        ChannelName channel = new ChannelName(first + "/" + second);

        assertThat(channel.role()).isEqualTo("channel." + first + "." + second);
        assertThat(ChannelName.ofRole(channel.role())).isEqualTo(channel);
        assertThat(new PathPattern(channel.target()).matches("channels/" + first + "/" + second + ".json"))
                .isTrue();
    }

    private static List<String> paths(int longest) {
        List<String> all = new ArrayList<>(List.of(""));
        for (int from = 0, length = 1; length <= longest; length++) {
            int to = all.size();
            for (; from < to; from++) {
                for (char c : new char[] {'a', 'b', '/'}) {
                    all.add(all.get(from) + c);
                }
            }
        }
        return all;
    }
}
