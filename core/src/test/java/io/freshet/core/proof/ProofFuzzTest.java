package io.freshet.core.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteReader;
import io.freshet.core.binary.ByteWriter;
import io.freshet.core.index.Item;
import io.freshet.core.json.JsonException;
import io.freshet.core.log.LogException;
import io.freshet.core.trust.TrustException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whatever stands in a proof: it is refused by an error that is declared. No fuzzer makes one that holds. */
class ProofFuzzTest {

    @FuzzTest
    void release(byte[] bytes) {
        ReleaseProof read;
        try {
            read = ReleaseProof.read("a proof", bytes);
            assertThat(ReleaseProof.read("again", read.toBytes()).channel()).isEqualTo(read.channel());
        } catch (JsonException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return;
        }
        try {
            new ProofCheck("a proof", read).verify(Optional.empty());
        } catch (TrustException | LogException | IOException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @FuzzTest
    void file(byte[] bytes) {
        try {
            FileProof read = FileProof.read("a proof", bytes);
            assertThat(read.toBytes()).isNotEmpty();
            read.verify("a proof", Optional.empty());
        } catch (TrustException | LogException | IOException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    /** The nodes alone, which a fuzzer reaches sooner. */
    @FuzzTest
    void node(byte[] bytes) {
        try {
            ProvenNode node = ProvenNode.read(new ByteReader("a node", bytes), 1000);
            ByteWriter again = new ByteWriter(bytes.length + 1);
            node.write(again);
            assertThat(bytes).startsWith(again.toBytes());
            List<Item> items = new ArrayList<>();
            node.gather(node.range().id(), true, true, items);
        } catch (FormatException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
