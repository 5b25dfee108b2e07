package io.freshet.reader.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.index.FrameRow;
import org.junit.jupiter.api.Test;

/** Members of frames. */
class TarPartTest {

    private static final Digest PACK = Digest.of(new byte[1]);
    private static final Digest ID = Digest.of(new byte[] {4, 5});

    @Test
    void onlyAWholePlainFrameIsCopied() {
        TarPart.Members plain = new TarPart.Members(FrameRow.plain(PACK, 16, 60, new int[] {2, 2}), 0);
        assertThat(plain.add(plain.frame, 0, ID)).isTrue();
        assertThat(plain.isWhole()).isFalse();
        assertThat(plain.add(plain.frame, 1, ID)).isTrue();
        assertThat(plain.isWhole()).isTrue();
        TarPart.Members delta = new TarPart.Members(FrameRow.delta(PACK, 16, 60, new int[] {2}), 0);
        assertThat(delta.add(delta.frame, 0, ID)).isTrue();
        assertThat(delta.isWhole()).isFalse();
    }

    /** An index may say of one member that it is this chunk, and elsewhere that it is that one. */
    @Test
    void otherBytesThanTheChunksAreRefused() throws Exception {
        TarPart.Members members = new TarPart.Members(FrameRow.delta(PACK, 16, 60, new int[] {3, 2}), 1);
        members.add(members.frame, 1, ID);
        assertThat(members.plain()).isEqualTo(2);
        members.check(new byte[] {9, 4, 5}, 1, Digest.sha256());
        assertThatThrownBy(() -> members.check(new byte[] {4, 6}, 0, Digest.sha256()))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("hash to");
    }
}
