package io.freshet.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.timestamp.TimestampAuthority;
import io.freshet.core.timestamp.TimestampException;
import io.freshet.core.timestamp.TimestampQuery;
import io.freshet.core.timestamp.TimestampRoots;
import io.freshet.core.timestamp.TimestampToken;
import io.freshet.providers.testkit.OpensslAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What openssl answers, and what those answer who would like to be taken for an authority. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class TimestampTokenTest {

    private static final byte[] DOCUMENT = "an envelope".getBytes(UTF_8);

    private final RandomGenerator random = new SplittableRandom(1);

    @TempDir
    Path directory;

    private OpensslAuthority authority;
    private TimestampRoots roots;

    @BeforeEach
    void found() throws Exception {
        authority = OpensslAuthority.in(directory.resolve("tsa"));
        roots = roots(authority);
    }

    private static TimestampRoots roots(OpensslAuthority of) throws IOException {
        return TimestampRoots.ofPem(Files.readAllBytes(of.root()));
    }

    private TimestampToken ask(TimestampAuthority of) throws IOException {
        TimestampQuery query = TimestampQuery.about(DOCUMENT, random);
        return query.accept(of.name(), of.ask(query.toBytes()));
    }

    @Test
    void opensslsAnswerIsATimestamp() throws Exception {
        TimestampToken token = ask(authority);
        assertThat(token.authority()).isEqualTo("CN=tsa");
        token.verify(DOCUMENT, roots);
        TimestampToken read = TimestampToken.read("again", token.toBytes());
        read.verify(DOCUMENT, roots);
        assertThat(ask(authority).isAnotherOf(read, DOCUMENT)).isTrue();
        OpensslAuthority other = OpensslAuthority.in(directory.resolve("other"));
        assertThat(ask(other).isAnotherOf(read, DOCUMENT)).isFalse();
    }

    @Test
    void aTimestampOfSomethingElseIsNone() throws Exception {
        byte[] of = TimestampQuery.about("another".getBytes(UTF_8), new SplittableRandom(7))
                .toBytes();
        byte[] answer = authority.ask(of);
        TimestampQuery query = TimestampQuery.about(DOCUMENT, new SplittableRandom(7));
        assertThatThrownBy(() -> query.accept("tsa", answer))
                .isInstanceOf(TimestampException.OfSomethingElse.class)
                .hasMessage("tsa: is a timestamp of something else");
        TimestampToken token = TimestampToken.read("t", answer);
        assertThatThrownBy(() -> token.verify(DOCUMENT, roots)).isInstanceOf(TimestampException.OfSomethingElse.class);
    }

    @Test
    void theAnswerToAnotherQueryIsNone() throws Exception {
        byte[] old = authority.ask(TimestampQuery.about(DOCUMENT, random).toBytes());
        TimestampQuery query = TimestampQuery.about(DOCUMENT, random);
        assertThatThrownBy(() -> query.accept("tsa", old))
                .isInstanceOf(TimestampException.OfSomethingElse.class)
                .hasMessageContaining("its nonce is not ours");
    }

    @Test
    void aRejectionIsSaidWithItsReason() throws Exception {
        // openssl rejects a query that asks for a version that is none.
        byte[] broken = TimestampQuery.about(DOCUMENT, random).toBytes();
        broken[4] = 9;
        byte[] answer = authority.ask(broken);
        assertThatThrownBy(() -> TimestampToken.read("tsa", answer))
                .isInstanceOf(TimestampException.NotGranted.class)
                .hasMessageStartingWith("tsa: gave no timestamp: status 2, ");
    }

    @Test
    void whatIsTooLargeOrGarbageIsMalformed() throws Exception {
        byte[] good = ask(authority).toBytes();
        assertMalformed(new byte[TimestampAuthority.MAX_ANSWER + 1]);
        assertMalformed(new byte[0]);
        assertMalformed("<html>".getBytes(UTF_8));
        assertMalformed(Arrays.copyOf(good, good.length - 1));
        assertMalformed(Arrays.copyOf(good, good.length + 1));
        byte[] deep = new byte[60_000];
        for (int i = 0; i < deep.length; i += 2) {
            deep[i] = 0x30;
            deep[i + 1] = (byte) 0x80;
        }
        assertMalformed(deep);
    }

    private static void assertMalformed(byte[] bytes) {
        assertThatThrownBy(() -> TimestampToken.read("t", bytes)).isInstanceOf(TimestampException.Malformed.class);
    }

    @Test
    void noByteOfATimestampCanBeChangedUnnoticed() throws Exception {
        TimestampToken token = ask(authority);
        byte[] good = token.toBytes();
        int accepted = 0;
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            try {
                TimestampToken read = TimestampToken.read("t", bad);
                read.verify(DOCUMENT, roots);
                accepted++;
                assertThat(read.time()).isEqualTo(token.time());
            } catch (TimestampException e) {
                assertThat(e.getMessage()).startsWith("t: ");
            }
        }
        // The status, versions, and the names of algorithms are not signed; the time is.
        assertThat(accepted).isLessThan(good.length / 20);
    }

    @Test
    void aCertificateForOtherUsesMakesNone() throws Exception {
        Instant now = ask(authority).time();
        for (String uses : new String[] {"critical,timeStamping,codeSigning", "timeStamping", "critical,codeSigning"}) {
            OpensslAuthority other = OpensslAuthority.in(directory.resolve("uses" + uses.length()), "sha256", uses);
            assertThatThrownBy(() -> ask(new ForgedAuthority(other, other, now)))
                    .as(uses)
                    .isInstanceOf(TimestampException.BadSignature.class)
                    .hasMessageContaining("ExtendedKeyUsage");
        }
    }

    @Test
    void aCertificateThatHadExpiredAtTheTimeMakesNone() throws Exception {
        Instant now = ask(authority).time();
        TimestampToken token = ask(new ForgedAuthority(authority, authority, now));
        token.verify(DOCUMENT, roots);
        for (int days : new int[] {-1, 3651}) {
            Instant other = now.plus(Duration.ofDays(days));
            assertThatThrownBy(() -> ask(new ForgedAuthority(authority, authority, other)))
                    .isInstanceOf(TimestampException.BadSignature.class);
        }
    }

    @Test
    void aCertificateThatIsNotNamedInTheSignatureMakesNone() throws Exception {
        OpensslAuthority other = OpensslAuthority.in(directory.resolve("other"));
        Instant now = ask(authority).time();
        assertThatThrownBy(() -> ask(new ForgedAuthority(authority, other, now)))
                .isInstanceOf(TimestampException.BadSignature.class)
                .hasMessageContaining("names another certificate");
        OpensslAuthority old = OpensslAuthority.in(directory.resolve("old"), "sha1");
        assertThatThrownBy(() -> ask(old))
                .isInstanceOf(TimestampException.BadSignature.class)
                .hasMessageContaining("not named by an ESSCertIDv2");
    }

    @Test
    void aChainToAnotherRootIsNone() throws Exception {
        TimestampRoots others = roots(OpensslAuthority.in(directory.resolve("other")));
        TimestampToken token = ask(authority);
        assertThatThrownBy(() -> token.verify(DOCUMENT, others))
                .isInstanceOf(TimestampException.UnknownAuthority.class);
    }

    @Test
    void rootsAreCertificates() {
        assertThatThrownBy(() -> TimestampRoots.ofPem("nothing".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TimestampRoots.ofPem(new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("has no certificate in PEM");
    }
}
