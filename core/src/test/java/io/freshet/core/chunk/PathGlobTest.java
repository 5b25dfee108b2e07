package io.freshet.core.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathGlobTest {

    @ParameterizedTest
    @CsvSource({
        "**, a/b/c, true",
        "**/mdbx.dat, mdbx.dat, true",
        "**/mdbx.dat, db/mdbx.dat, true",
        "**/mdbx.dat, a/b/mdbx.dat, true",
        "**/mdbx.dat, xmdbx.dat, false",
        "**/mdbx.dat, a/xmdbx.dat, false",
        "a/**/b, a/b, true",
        "a/**/b, a/x/y/b, true",
        "a/**/b, ab, false",
        "a/**, a/, true",
        "a/**, a/b/c, true",
        "a/**, a, false",
        "a**/b, ax/y/b, true",
        "a**/b, a/b, true",
        "a**/b, ab, false",
        "*.sst, 1.sst, true",
        "*.sst, a/1.sst, false",
        "**.sst, a/1.sst, true",
        "?, a, true",
        "?, /, false",
        "?, 'ab', false",
        "?, 🌊, true",
        "a.c, abc, false",
        "[a], a, false",
        "[a], [a], true",
        "***/x, ab/c/x, true",
        "***/x, x, false",
        "'\\*', '\\a', true",
    })
    void matchesAsTheSpecificationSays(String pattern, String path, boolean matches) {
        assertThat(new PathGlob(pattern).matches(path)).isEqualTo(matches);
    }

    @Property(tries = 3000)
    void agreesWithARegularExpression(
            @ForAll @Chars({'a', 'b', '/', '*', '?'}) @StringLength(min = 1, max = 9) String pattern,
            @ForAll @CharRange(from = 'a', to = 'b') @Chars({'/'}) @StringLength(max = 9) String path) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.startsWith("**/", i) && (i == 0 || pattern.charAt(i - 1) == '/')) {
                regex.append("(.*/)?");
                i += 2;
            } else if (pattern.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else {
                char c = pattern.charAt(i);
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : String.valueOf(c));
            }
        }
        assertThat(new PathGlob(pattern).matches(path)).isEqualTo(Pattern.matches(regex.toString(), path));
    }

    @Test
    void aHostilePatternCostsNoMoreThanItsLengthTimesThePaths() {
        PathGlob pattern = new PathGlob("**/*a".repeat(800));
        String path = "a/".repeat(2000) + "b";
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(pattern.matches(path)).isFalse());
    }

    @Test
    void emptyAndEndlessPatternsAreRefused() {
        assertThatThrownBy(() -> new PathGlob("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PathGlob("a".repeat(4097))).isInstanceOf(IllegalArgumentException.class);
    }
}
