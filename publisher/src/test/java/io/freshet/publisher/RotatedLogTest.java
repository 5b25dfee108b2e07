package io.freshet.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.FormatException;
import io.freshet.core.log.LogPaths;
import io.freshet.core.log.SignedCheckpoint;
import io.freshet.core.log.TreeAppender;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.Verb;
import io.freshet.providers.testkit.RecordingStore;
import io.freshet.publisher.commit.RootChange;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log under a new online key, which signs the whole tree anew. */
class RotatedLogTest {

    @TempDir
    Path directory;

    private TestHouse house;
    private RepositoryLaws laws;
    private Rotation rotation;

    @BeforeEach
    void publishOnce() throws Exception {
        house = new TestHouse(directory);
        laws = new RepositoryLaws(house.root, house.authority, house.follower);
        house.publish(house.source("first", 5, 1), house.authority, house.follower);
        rotation = Rotation.of(house);
    }

    private void put(String object, byte[] bytes) throws Exception {
        house.authority.put(object, Body.of(bytes), ObjectHeaders.IMMUTABLE_BINARY);
    }

    private byte[] get(String object) throws Exception {
        return house.authority.get(object, 1 << 20).orElseThrow().bytes();
    }

    private long size() throws Exception {
        return SignedCheckpoint.parse(get(LogPaths.CHECKPOINT)).head().size();
    }

    /** A full tile, and two partial ones. */
    private void publishMuch() throws Exception {
        for (int n = 1; n < 299; n++) {
            put("log/seq/" + n, get("log/seq/0"));
        }
        house.publish(house.source("much", 5, 1), house.authority, house.follower);
    }

    private void publishByTheNewKey() throws Exception {
        house.publishAt(
                TestHouse.NOW, rotation.newOnline(), house.source("new", 5, 2), house.authority, house.follower);
    }

    /** Who may write to the bucket has changed them, and has no key. */
    @ParameterizedTest
    @ValueSource(
            strings = {"log/tile/0/000", "log/tile/0/001.p/44", "log/tile/entries/000", "log/tile/entries/001.p/44"})
    void tilesThatWereChangedAreMadeAgainByTheTreeThatTheOldKeySigned(String tile) throws Exception {
        publishMuch();
        byte[] right = get(tile);
        put(tile, new byte[right.length]);
        RootChange change = rotation.open(house.authority);
        assertThat(change.publish(() -> {})).isEmpty();
        assertThat(change.remade().count()).isPositive();
        assertThat(get(tile)).isEqualTo(right);
        publishByTheNewKey();
        assertThat(size()).isEqualTo(301);
        laws.check();
    }

    /** Nothing signed says then whether tile or sequence is right: a person does, and the same command ends it. */
    @Test
    void whereNoTreeThatWasSignedIsLeftItIsSaidWhatHelps() throws Exception {
        publishMuch();
        put("log/tile/0/000", new byte[256 * 32]);
        house.authority.delete(LogPaths.CHECKPOINT);
        assertThat(rotation.publish())
                .get()
                .isInstanceOf(FormatException.class)
                .asString()
                .contains("log/tile/0/000 in memory:authority")
                .contains("or, where log/seq/ is right, delete that tile");
        assertThatThrownBy(this::publishByTheNewKey).isInstanceOf(FormatException.class);
        house.authority.delete("log/tile/0/000");
        assertThat(rotation.publish()).isEmpty();
        publishByTheNewKey();
        assertThat(size()).isGreaterThan(300);
    }

    /** One by one, as they are: between root and timestamp clients wait. */
    @Test
    void theSequenceIsReadOnceToBeCountedAndOnceToBeSigned() throws Exception {
        publishMuch();
        RecordingStore recorded = new RecordingStore(house.authority);
        assertThat(rotation.open(recorded).publish(() -> {})).isEmpty();
        assertThat(reads(recorded, "log/seq/7")).isEqualTo(2);
    }

    @Test
    void whatIsLoggedMeanwhileIsAllThatIsReadThen() throws Exception {
        RecordingStore recorded = new RecordingStore(house.authority);
        Path between = house.source("between", 5, 1);
        assertThat(rotation.open(recorded).publish(() -> {
                    if (house.authority.stat("metadata/2.root.json").isEmpty()) {
                        house.publishAt(TestHouse.NOW, rotation.all(), between, house.authority);
                    }
                }))
                .isEmpty();
        assertThat(reads(recorded, "log/seq/0")).isEqualTo(2);
        assertThat(reads(recorded, "log/seq/1")).isGreaterThan(1);
        assertThat(size()).isEqualTo(2);
    }

    private static long reads(RecordingStore recorded, String object) {
        return recorded.calls(Verb.GET).stream()
                .filter(call -> call.key().equals(object))
                .count();
    }

    /** One more than any snapshot counts; the other is an entry of a run that died. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatASignedTreeHasIsCountedThoughNoSnapshotCountsIt(boolean garbage) throws Exception {
        put("log/seq/1", garbage ? "garbage".getBytes(UTF_8) : get("log/seq/0"));
        TreeAppender appender = TreeAppender.begin((path, bytes) -> {});
        appender.append(get("log/seq/0"));
        appender.append(get("log/seq/1"));
        new OnlineKeyThief(house, laws).signsTree(appender.flush());
        assertThat(rotation.publish()).isEmpty();
        assertThat(size()).isEqualTo(2);
        laws.check();
        publishByTheNewKey();
        assertThat(size()).isEqualTo(3);
        laws.check();
    }
}
