package io.freshet.core.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.freshet.core.Digest;
import io.freshet.core.index.PackList;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A pack that may not have the name that its blobs give it gets a salt. */
class PackSaltTest {

    @Test
    void aSaltGivesAnotherNameAndChangesNothingElse() throws Exception {
        Pack plain = writer().finish();
        Set<Digest> taken = new HashSet<>(Set.of(plain.name()));
        AtomicLong salts = new AtomicLong();
        Pack second = writer().finish(name -> !taken.contains(name), () -> salt(salts));
        assertEquals(1, salts.get());
        taken.add(second.name());
        salts.set(0);
        Pack third = writer().finish(name -> !taken.contains(name), () -> salt(salts));
        assertEquals(2, salts.get(), "the second name is taken too");
        assertNotEquals(second.name(), third.name());
        byte[] bytes = bytes(third);
        assertEquals(third.name(), Digest.of(bytes));
        assertEquals(third.length(), bytes.length);
        List<PackRow> rows = PackTable.inTail(bytes, bytes.length).rows();
        assertEquals(plain.table().rows(), rows.subList(0, 1));
        PackRow.IndexBlob salt = assertInstanceOf(PackRow.IndexBlob.class, rows.getLast());
        assertEquals(BlobKind.PACK_LIST, salt.kind());
    }

    private static byte[] salt(AtomicLong salts) {
        return new PackList(salts.incrementAndGet(), List.of()).toBytes();
    }

    private static PackWriter writer() {
        PackWriter writer = new PackWriter(1 << 20);
        byte[] chunk = new byte[1000];
        byte[] frame = new byte[FrameCompressor.bound(chunk.length)];
        try (FrameCompressor compressor = FrameCompressor.atLevel(1)) {
            int stored = compressor.compress(chunk, 0, chunk.length, frame, 0);
            writer.addFrame(frame, 0, stored, List.of(new Member(chunk.length, Digest.of(chunk))));
        }
        return writer;
    }

    private static byte[] bytes(Pack pack) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteBuffer part : pack.bytes()) {
            byte[] bytes = new byte[part.remaining()];
            part.duplicate().get(bytes);
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }
}
