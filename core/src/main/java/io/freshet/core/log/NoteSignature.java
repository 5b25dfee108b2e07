package io.freshet.core.log;

import io.freshet.core.FormatException;
import java.nio.ByteBuffer;

/**
 * One signature line of a note (signed-note, section Format), of whatever key and kind.
 *
 * @param name the key's name
 * @param base64 the key's id in four bytes, big-endian, and the signature
 */
public record NoteSignature(String name, String base64) {

    private static final String WHAT = "signature line";
    private static final String DASH = "— ";

    public NoteSignature {
        KeyName.require(name);
        if (LogText.unbase64("a signature", base64).length <= Integer.BYTES) {
            throw new IllegalArgumentException("a signature has more than the four bytes of a key id");
        }
    }

    static NoteSignature of(VerifierKey key, byte[] signature) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + signature.length)
                .putInt(key.id())
                .put(signature);
        return new NoteSignature(key.name(), LogText.base64(bytes.array()));
    }

    /** Reads a line, without its newline. A witness answers with such lines (tlog-witness, section add-checkpoint). */
    public static NoteSignature parse(String line) throws FormatException {
        int space = line.indexOf(' ', DASH.length());
        if (!line.startsWith(DASH) || space < 0) {
            throw new FormatException(WHAT, "\"" + LogText.brief(line) + "\" is not \"— NAME BASE64\"");
        }
        return LogText.build(
                WHAT, () -> new NoteSignature(line.substring(DASH.length(), space), line.substring(space + 1)));
    }

    /** The id of the key that it says it is of. */
    public int keyId() {
        return bytes().getInt();
    }

    /** What follows the key's id. */
    byte[] signature() {
        ByteBuffer bytes = bytes().position(Integer.BYTES);
        byte[] signature = new byte[bytes.remaining()];
        bytes.get(signature);
        return signature;
    }

    /** The line, without its newline. */
    public String line() {
        return DASH + name + " " + base64;
    }

    private ByteBuffer bytes() {
        return ByteBuffer.wrap(LogText.unbase64("a signature", base64));
    }
}
