package io.freshet.core.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.FormatException;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** signed-note. The notes of Peter and Enoch are those of golang.org/x/mod/sumdb/note, BSD licence. */
class SignedNoteTest {

    private static final String FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private static final String FOO_NOTE = """
        This is an example message.

        — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
        """;
    private static final String PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String TEXT = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.
        """;
    private static final String PETER_LINE = "— PeterNeumann"
            + " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final String ENOCH_LINE = "— EnochRoot"
            + " rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

    private static SignedNote note(String text) throws FormatException {
        SignedNote note = SignedNote.parse(text.getBytes(UTF_8));
        assertThat(note.encode()).asString(UTF_8).isEqualTo(text);
        return note;
    }

    @Test
    void theSpecificationsExampleIsVerified() throws Exception {
        VerifierKey key = VerifierKey.parse(FOO);
        assertThat(key.encode()).isEqualTo(FOO);
        assertThat(key).hasToString("example.com/foo+530d903a");
        List<ValidSignature> valid = note(FOO_NOTE).verify(List.of(key));
        assertThat(valid).extracting(ValidSignature::key).containsExactly(key);
        assertThat(valid.getFirst().time()).isEmpty();
    }

    private static NoteSignature line(String text) throws FormatException {
        return NoteSignature.parse(text.strip());
    }

    /** A line that anybody can write, of a key of this name. */
    private static NoteSignature unknown(String name, int bytes) {
        return new NoteSignature(name, LogText.base64(new byte[Integer.BYTES + bytes]));
    }

    @Test
    void ofTwoCopiesWhatAKnownKeyHasMadeComesFirstAndWhatItHasNotIsLeftOut() throws Exception {
        SignedNote note = note(TEXT + "\n" + ENOCH_LINE + PETER_LINE);
        List<VerifierKey> known = List.of(VerifierKey.parse(PETER));
        NoteSignature peter = line(PETER_LINE);
        NoteSignature enoch = line(ENOCH_LINE);
        NoteSignature wrong = line(PETER_LINE.replace("BwJnAM=", "BwJnBM="));
        assertThat(note.after(List.of(), known).signatures()).containsExactly(peter, enoch);
        assertThat(note.after(List.of(wrong, unknown("W", 72)), known).signatures())
                .containsExactly(peter, unknown("W", 72), enoch);
        NoteSignature other = line(ENOCH_LINE.replace("RvMc+QQ=", "RvMd+QQ="));
        assertThat(note.after(List.of(other), known).signatures()).containsExactly(peter, other, enoch);
        NoteSignature third = line(ENOCH_LINE.replace("RvMc+QQ=", "RvMe+QQ="));
        assertThat(note.after(List.of(other, third), known).signatures()).containsExactly(peter, other, third);
    }

    @Test
    void linesThatAnybodyCanWriteAreFewAndShortAndTheEarlierOnesStay() throws Exception {
        List<VerifierKey> known = List.of(VerifierKey.parse(PETER));
        List<NoteSignature> many = IntStream.range(0, 60)
                .mapToObj(number -> unknown("w" + number, 72))
                .toList();
        SignedNote first = note(TEXT + "\n" + PETER_LINE);
        SignedNote some = first.with(many).after(List.of(), known);
        assertThat(some.signatures()).hasSize(1 + SignedNote.MOST_SIGNATURES / 2);
        List<NoteSignature> others = IntStream.range(0, 60)
                .mapToObj(number -> unknown("v" + number, 72))
                .toList();
        SignedNote full = first.with(others).after(some.signatures(), known);
        assertThat(full.signatures())
                .hasSize(SignedNote.MOST_SIGNATURES)
                .startsWith(some.signatures().toArray(NoteSignature[]::new));
        assertThat(first.with(List.of(unknown("long", 1 << 16)))
                        .after(List.of(unknown("longer", 1 << 17)), known)
                        .signatures())
                .hasSize(1);
    }

    @Test
    void whatOthersSignedIsKeptAndIgnored() throws Exception {
        SignedNote note = note(TEXT + "\n" + ENOCH_LINE + PETER_LINE);
        assertThat(note.signatures()).extracting(NoteSignature::name).containsExactly("EnochRoot", "PeterNeumann");
        assertThat(note.verify(List.of(VerifierKey.parse(PETER)))).hasSize(1);
        assertThat(note.verify(List.of(VerifierKey.parse(FOO)))).isEmpty();
        // The name of a known key with another id, and the other way round, are those of unknown keys.
        String other = TEXT + "\n" + PETER_LINE.replace("x08go/", "x08gp/") + PETER_LINE.replace("PeterN", "CarmenN");
        assertThat(note(other).verify(List.of(VerifierKey.parse(PETER)))).isEmpty();
    }

    @Test
    void aWrongSignatureOfAKnownKeySpoilsTheNote() throws Exception {
        VerifierKey peter = VerifierKey.parse(PETER);
        List<String> wrong = List.of(
                "Other text.\n\n" + PETER_LINE,
                TEXT + "\n" + PETER_LINE + PETER_LINE.replace("ZJkuBS", "ZJkuBT"),
                TEXT + "\n" + PETER_LINE + "— PeterNeumann x08go/ZJ\n");
        for (String text : wrong) {
            SignedNote note = note(text);
            assertThatThrownBy(() -> note.verify(List.of(peter)))
                    .isInstanceOfSatisfying(LogException.BadSignature.class, e -> {
                        assertThat(e.key()).isEqualTo(peter);
                        assertThat(e.note()).isEqualTo(note);
                    });
        }
    }

    @Test
    void theLastEmptyLineEndsTheText() throws Exception {
        assertThat(note("a\n\nb\n\n\n" + PETER_LINE).text()).isEqualTo("a\n\nb\n\n");
        assertThat(note("\n\n" + PETER_LINE).text()).isEqualTo("\n");
        String poem = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n";
        assertThat(note(poem + "\n" + PETER_LINE).text()).isEqualTo(poem);
    }

    @Test
    void sixteenLargeSignaturesFitAndMoreThan64DoNot() throws Exception {
        String large = "— w " + LogText.base64(new byte[4 + 5000]) + "\n";
        assertThat(note(TEXT + "\n" + large.repeat(SignedNote.MOST_SIGNATURES)).signatures())
                .hasSize(64);
        refused(TEXT + "\n" + PETER_LINE.repeat(65), "more than 64 signatures");
        refused("x".repeat(SignedNote.MOST_BYTES) + "\n\n" + PETER_LINE, "more than 524288");
        assertThatThrownBy(() -> new SignedNote(TEXT, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                TEXT,
                TEXT + "\n",
                TEXT + PETER_LINE,
                TEXT + "\n" + PETER_LINE + "\n",
                TEXT + "\n" + PETER_LINE + "Unexpected line.\n",
                "\u0001" + TEXT + "\n" + PETER_LINE,
                "a\tb\n\n" + PETER_LINE,
                "a\r\n\n" + PETER_LINE,
                TEXT + "\n— Bad Name x08go/ZJkuBS9UG/SffcvA==\n",
                TEXT + "\n— Bad\u00a0Name x08go/ZJkuBS9UG/SffcvA==\n",
                TEXT + "\n— Bad+Name x08go/ZJkuBS9UG/SffcvA==\n",
                TEXT + "\n—  x08go/ZJkuBS9UG/SffcvA==\n",
                TEXT + "\n— Name\n",
                TEXT + "\n— Name \n",
                TEXT + "\n— Name x08gow==\n",
                TEXT + "\n— Name x08go/ZJ\r\n",
                TEXT + "\n— Name x08go/ZJ \n",
                TEXT + "\n— Name x08go_ZJ\n",
                TEXT + "\n— Name x08go/ZJkg\n",
                TEXT + "\n— Name x08go/ZJkh==\n",
                TEXT + "\n- Name x08go/ZJ\n",
                TEXT + "\n—Name x08go/ZJ\n"
            })
    void anythingElseIsRefused(String note) {
        refused(note, "");
    }

    @Test
    void theLastLineEndsAndAllIsUtf8() {
        refused(TEXT + "\n" + PETER_LINE.stripTrailing(), "does not end in a newline");
        assertThatThrownBy(() -> SignedNote.parse(("\u00ff\n\n" + PETER_LINE.replace("—", "-")).getBytes(ISO_8859_1)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> new Checkpoint("\ud800", TreeHead.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void refused(String note, String why) {
        assertThatThrownBy(() -> SignedNote.parse(note.getBytes(UTF_8)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PeterNeumann",
                "PeterNeumann+c74f20a3",
                "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX",
                "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
                "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                PETER + " ",
                PETER + "\n"
            })
    void otherKeysAreRefused(String vkey) {
        assertThatThrownBy(() -> VerifierKey.parse(vkey)).isInstanceOf(FormatException.class);
    }

    @Test
    void whatWasSignedIsVerified() throws Exception {
        LogSigner signer = new LogSigner("example.com/ключ", TestLog.newKey());
        SignedNote note = new SignedNote(TEXT, List.of(signer.sign(TEXT)));
        SignedNote read = note(new String(note.encode(), UTF_8));
        assertThat(read).isEqualTo(note);
        VerifierKey key = VerifierKey.parse(signer.key().encode());
        assertThat(read.verify(List.of(key))).hasSize(1);
        assertThat(read.with(Collections.nCopies(3, signer.sign(TEXT)))).isEqualTo(note);
        assertThatThrownBy(() -> new LogSigner("a b", signer.signingKey()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyOfAnotherTypeHasAnotherId() throws Exception {
        VerifierKey peter = VerifierKey.parse(PETER);
        VerifierKey witness = new VerifierKey(peter.name(), SignatureType.COSIGNATURE_ED25519, peter.publicKey());
        assertThat(witness.id()).isNotEqualTo(peter.id());
        assertThat(note(TEXT + "\n" + PETER_LINE).verify(List.of(witness))).isEmpty();
    }
}
