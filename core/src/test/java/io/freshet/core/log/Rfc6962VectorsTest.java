package io.freshet.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.Digest;
import io.freshet.core.testing.Vectors;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The trees and proofs that the first implementation of RFC 6962 was tested with; the README beside them says whose. */
class Rfc6962VectorsTest {

    private static final String FILE = "rfc6962/vectors.json";
    private static final List<byte[]> LEAVES = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(HexFormat.of()::parseHex)
            .toList();
    private static final NaiveTree TREE = NaiveTree.of(LEAVES);

    @TestFactory
    Stream<DynamicTest> heads() throws IOException {
        return Vectors.each(FILE, "heads", vector -> {
            RightEdge edge = RightEdge.read(TreeHead.EMPTY, new MemoryTiles());
            for (byte[] leaf : LEAVES.subList(0, vector.get("size").intValue())) {
                edge.add(LogHash.leaf(leaf), new MemoryTiles());
            }
            assertThat(edge.head()).isEqualTo(head(vector, "size"));
        });
    }

    @TestFactory
    Stream<DynamicTest> inclusion() throws IOException {
        return Vectors.each(FILE, "inclusion", vector -> {
            int index = vector.get("index").intValue();
            InclusionProof proof =
                    InclusionProof.of(TREE, index, vector.get("size").intValue());
            assertThat(proof.path()).isEqualTo(path(vector));
            assertThat(proof.holds(LogHash.leaf(LEAVES.get(index)), head(vector, "size")))
                    .isTrue();
        });
    }

    @TestFactory
    Stream<DynamicTest> consistency() throws IOException {
        return Vectors.each(FILE, "consistency", vector -> {
            TreeHead earlier = head(vector, "earlier");
            TreeHead later = head(vector, "later");
            ConsistencyProof proof = ConsistencyProof.of(TREE, earlier.size(), later.size());
            assertThat(proof.path()).isEqualTo(path(vector));
            assertThat(proof.check(earlier, later)).isEqualTo(ConsistencyProof.Outcome.HOLDS);
        });
    }

    private static TreeHead head(JsonNode vector, String field) {
        return new TreeHead(
                vector.get(field).longValue(), Vectors.digest(vector, field.equals("size") ? "root" : field + "Root"));
    }

    private static List<Digest> path(JsonNode vector) {
        return StreamSupport.stream(vector.get("path").spliterator(), false)
                .map(hash -> Digest.parse(hash.textValue()))
                .toList();
    }
}
