package io.freshet.reader.verify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.BasesNode;
import io.freshet.core.pack.BlobKind;
import io.freshet.core.pack.Codec;
import io.freshet.core.pack.DeltaHead;
import io.freshet.core.pack.DeltaPrefix;
import io.freshet.core.pack.FrameCompressor;
import io.freshet.core.pack.Member;
import io.freshet.core.pack.Pack;
import io.freshet.core.pack.PackWriter;
import io.freshet.providers.api.StoreContext;
import io.freshet.providers.api.Stores;
import io.freshet.reader.store.StoreRanges;
import io.freshet.reader.testing.Library;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delta frames in packs whose name is the digest of their bytes: the bases are not at hand, the outside is. */
class PackCheckTest {

    private static final byte[] BASE = Library.noise(1, 4096);
    private static final byte[] PAGE = page();

    @TempDir
    Path directory;

    private static byte[] page() {
        byte[] page = BASE.clone();
        page[100]++;
        return page;
    }

    private static byte[] frame() {
        byte[] out = new byte[FrameCompressor.bound(PAGE.length)];
        try (FrameCompressor compressor = FrameCompressor.atLevel(3)) {
            int length = compressor.compressDelta(DeltaPrefix.of(BASE), PAGE, 0, PAGE.length, out, 0);
            return Arrays.copyOf(out, length);
        }
    }

    private static byte[] delta(byte[] frame) {
        ByteWriter out = new ByteWriter(128);
        new DeltaHead(List.of(new DeltaHead.Base(BASE.length, Digest.of(BASE).word(0)))).write(out);
        return out.raw(frame).toBytes();
    }

    private void check(byte[] delta, int length) throws IOException {
        PackWriter writer = new PackWriter(1 << 20);
        writer.addDelta(delta, 0, delta.length, List.of(new Member(length, Digest.of(PAGE))));
        check(writer.finish());
    }

    private void check(Pack pack) throws IOException {
        Path file = directory.resolve(Pack.path(pack.name()));
        Files.createDirectories(file.getParent());
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (ByteBuffer part : pack.bytes()) {
                out.write(part.duplicate());
            }
        }
        Stores stores = Stores.load(PackCheckTest.class.getClassLoader(), new StoreContext(Map.of(), "freshet/test"));
        StoreRanges ranges = new StoreRanges(List.of(stores.open("file:" + directory)));
        new PackCheck(ranges, new CheckProgress()).whole(pack.name(), pack.length());
    }

    @Test
    void ofADeltaFrameItsHeadAndItsLengthAreChecked() {
        assertThatCode(() -> check(delta(frame()), 4096)).doesNotThrowAnyException();
    }

    @Test
    void aDeltaFrameOfAnotherLengthWasWrittenWrong() {
        assertThatThrownBy(() -> check(delta(frame()), 4095))
                .hasMessageContaining("was written wrong: at byte 16")
                .hasMessageContaining("4095 bytes were expected");
    }

    @Test
    void aDeltaFrameWithoutAHeadWasWrittenWrong() {
        assertThatThrownBy(() -> check(frame(), 4096)).hasMessageContaining("was written wrong");
    }

    @Test
    void aDeltaFrameWithSomethingBehindItWasWrittenWrong() {
        byte[] longer = Arrays.copyOf(frame(), frame().length + 1);
        assertThatThrownBy(() -> check(delta(longer), 4096)).hasMessageContaining("do not end where it ends");
    }

    @Test
    void aBasesNodeIsReadAsOne() {
        byte[] good = new BasesNode(List.of(), List.of()).toBytes();
        assertThatCode(() -> check(basesNode(good))).doesNotThrowAnyException();
        byte[] longer = Arrays.copyOf(good, good.length + 1);
        assertThatThrownBy(() -> check(basesNode(longer)))
                .hasMessageContaining("was written wrong: at byte 16: bases node")
                .hasMessageContaining("bytes too many");
    }

    private static Pack basesNode(byte[] plain) {
        PackWriter writer = new PackWriter(1 << 20);
        writer.addBlob(
                plain, 0, plain.length, Codec.STORED, BlobKind.BASES_NODE, plain.length, Digest.of(plain), List.of());
        return writer.finish();
    }
}
