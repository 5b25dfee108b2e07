package io.freshet.core.trust;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.json.UnknownFields;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What timestamp and snapshot say of another metadata file (clause 4.4, METAFILES).
 *
 * @param version its version, 1 or more
 * @param length its length in bytes, where it is given
 * @param hashes its hashes, where they are given
 * @param other fields that this version does not know
 */
public record MetaFile(long version, OptionalInt length, Optional<Hashes> hashes, UnknownFields other) {

    private static final Set<String> FIELDS = Set.of("version", "length", "hashes");

    public MetaFile {
        Header.requireVersion(version);
        if (length.orElse(1) < 1) {
            throw new IllegalArgumentException("a metadata file is not empty");
        }
    }

    /** What a signer says of a file that it has made. */
    static MetaFile of(SignedFile<?> file) {
        byte[] bytes = file.bytes();
        return new MetaFile(
                file.metadata().signed().version(),
                OptionalInt.of(bytes.length),
                Optional.of(Hashes.of(bytes)),
                UnknownFields.NONE);
    }

    static MetaFile read(JsonObject json) throws JsonException {
        long version = Header.readVersion(json);
        OptionalInt length = json.has("length")
                ? OptionalInt.of((int) json.integer("length", 1, Integer.MAX_VALUE))
                : OptionalInt.empty();
        Optional<JsonObject> hashes = json.optionalObject("hashes");
        Optional<Hashes> read = hashes.isPresent() ? Optional.of(Hashes.read(hashes.get())) : Optional.empty();
        return json.build(() -> new MetaFile(version, length, read, json.unknown(FIELDS)));
    }

    /** Refuses bytes whose length or hashes are other than said here (clauses 5.5.2, 5.6.2). */
    void verify(String document, byte[] bytes) throws TrustException {
        if (length.isPresent() && length.getAsInt() != bytes.length) {
            throw new TrustException.WrongLength(document, length.getAsInt(), bytes.length);
        }
        if (hashes.isPresent()) {
            hashes.get().verify(document, bytes);
        }
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("version", version);
        length.ifPresent(bytes -> json.put("length", (long) bytes));
        hashes.ifPresent(values -> json.set("hashes", values.toJson()));
        other.writeTo(json);
        return json;
    }
}
