package io.freshet.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.FormatException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A text and signatures of it (signed-note), of which nothing has been verified.
 *
 * @param text ends in a newline
 * @param signatures in their order; those of keys that nobody here knows are kept
 */
public record SignedNote(String text, List<NoteSignature> signatures) {

    /** Room for 64 signatures of the largest kinds that there are. */
    public static final int MOST_BYTES = 512 << 10;

    /** The specification asks for at least 16. */
    public static final int MOST_SIGNATURES = 64;

    /** Room for one of the largest kinds that there are, and for its key's name. */
    private static final int MOST_LINE = 4 << 10;

    /** So that there is room for others, too, when they come. */
    private static final int MOST_UNKNOWN = MOST_SIGNATURES / 2;

    private static final int MOST_OF_ONE = 2;

    private static final String WHAT = "signed note";

    public SignedNote {
        signatures = List.copyOf(signatures);
        LogText.requirePlain("a note", text, "\n");
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("a note's text ends in a newline");
        }
        if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
            throw new IllegalArgumentException(
                    "a note has 1 to " + MOST_SIGNATURES + " signatures, not " + signatures.size());
        }
    }

    /** Reads a note of at most {@link #MOST_BYTES}. */
    public static SignedNote parse(byte[] bytes) throws FormatException {
        String note = LogText.utf8(WHAT, bytes, MOST_BYTES);
        // The text may have empty lines: the last one is what ends it.
        int end = note.lastIndexOf("\n\n");
        if (end < 0) {
            throw new FormatException(WHAT, "has no empty line between text and signatures");
        }
        Lines lines = new Lines(WHAT, note.substring(end + 2));
        List<NoteSignature> signatures = new ArrayList<>();
        while (lines.hasNext()) {
            if (signatures.size() == MOST_SIGNATURES) {
                throw new FormatException(WHAT, "has more than " + MOST_SIGNATURES + " signatures");
            }
            signatures.add(NoteSignature.parse(lines.next("a signature")));
        }
        return LogText.build(WHAT, () -> new SignedNote(note.substring(0, end + 1), signatures));
    }

    /** The note as it is stored. */
    public byte[] encode() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> note.append(signature.line()).append('\n'));
        return note.toString().getBytes(UTF_8);
    }

    /** The same note with more signatures; those that it has already are not repeated. */
    public SignedNote with(List<NoteSignature> more) {
        List<NoteSignature> all = new ArrayList<>(signatures);
        more.stream().filter(signature -> !all.contains(signature)).forEach(all::add);
        return new SignedNote(text, all);
    }

    /**
     * The same note with signatures of an earlier copy: those that {@code known} keys have made, each key's once, then those of
     * keys that nobody here knows, which anybody can write: the earlier ones stay, and no more of the new ones come in than
     * half of what a note may have. Of two that say they are of one such key nobody can tell which is: one more comes in with
     * each copy, up to two. What names a known key and is not its signature is left out.
     *
     * @throws IllegalArgumentException if none is left
     */
    public SignedNote after(List<NoteSignature> earlier, Collection<VerifierKey> known) {
        Map<Named, NoteSignature> right = new LinkedHashMap<>();
        Stream.concat(earlier.stream(), signatures.stream())
                .filter(line -> isBy(known, line))
                .forEach(line -> right.putIfAbsent(Named.by(line), line));
        Set<NoteSignature> all = new LinkedHashSet<>(right.values());
        earlier.stream().filter(line -> isUnknown(known, line)).forEach(all::add);
        Map<Named, NoteSignature> more = new LinkedHashMap<>();
        signatures.stream()
                .filter(line -> isUnknown(known, line))
                .forEach(line -> more.putIfAbsent(Named.by(line), line));
        more.entrySet().stream()
                .limit(MOST_UNKNOWN)
                .filter(each -> all.stream()
                                .map(Named::by)
                                .filter(each.getKey()::equals)
                                .count()
                        < MOST_OF_ONE)
                .forEach(each -> all.add(each.getValue()));
        return new SignedNote(text, all.stream().limit(MOST_SIGNATURES).toList());
    }

    /** Whose a line says it is. */
    private record Named(String name, int keyId) {

        static Named by(NoteSignature line) {
            return new Named(line.name(), line.keyId());
        }
    }

    /** Its lines but for those that name a known key and are not its signature. */
    List<NoteSignature> notWrong(Collection<VerifierKey> known) {
        return signatures.stream()
                .filter(line -> isBy(known, line) || known.stream().noneMatch(key -> key.isNamedBy(line)))
                .toList();
    }

    private boolean isBy(Collection<VerifierKey> known, NoteSignature line) {
        return known.stream().anyMatch(key -> key.isNamedBy(line) && key.verifies(text, line));
    }

    private static boolean isUnknown(Collection<VerifierKey> known, NoteSignature line) {
        return known.stream().noneMatch(key -> key.isNamedBy(line))
                && line.line().getBytes(UTF_8).length <= MOST_LINE;
    }

    /**
     * The signatures of known keys (section Signatures). Those of others are ignored.
     *
     * @throws LogException.BadSignature if a line names a known key and is not its signature: then the whole note is
     *     refused
     */
    public List<ValidSignature> verify(Collection<VerifierKey> known) throws LogException.BadSignature {
        List<ValidSignature> valid = new ArrayList<>();
        for (NoteSignature line : signatures) {
            List<VerifierKey> named =
                    known.stream().filter(key -> key.isNamedBy(line)).toList();
            // Ids are short, so that two keys can have one: then either may have signed.
            named.stream()
                    .filter(key -> key.verifies(text, line))
                    .map(key -> new ValidSignature(key, line))
                    .forEach(valid::add);
            if (!named.isEmpty()
                    && valid.stream().noneMatch(signature -> signature.line().equals(line))) {
                throw new LogException.BadSignature(named.getFirst(), this);
            }
        }
        return valid;
    }
}
