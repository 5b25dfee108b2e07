package io.freshet.core.index;

import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that a later version or an option says of a path. Version 1 knows none: those that are not critical are
 * kept as they are, a critical one is refused.
 */
@SuppressWarnings("ArrayRecordComponent") // opaque bytes, compared by nobody
public record Extension(int number, byte[] value) {

    static void write(ByteWriter out, List<Extension> extensions) {
        out.varint(extensions.size());
        for (Extension extension : extensions) {
            out.varint((long) extension.number << 1).bytes(extension.value);
        }
    }

    static List<Extension> read(ByteReader in) throws FormatException {
        int count = in.count("number of extensions", 2);
        List<Extension> extensions = new ArrayList<>(count);
        int last = -1;
        for (int i = 0; i < count; i++) {
            int tag = in.varint("an extension", 0, Integer.MAX_VALUE);
            int number = tag >> 1;
            if ((tag & 1) == 1) {
                throw in.error(
                        "a path needs extension " + number + ", which this release does not have; a newer one may");
            }
            if (number <= last) {
                throw in.error("extensions are out of order");
            }
            last = number;
            extensions.add(new Extension(number, in.bytes("an extension", ContentLimits.MAX_ENTRY_BYTES)));
        }
        return extensions;
    }
}
