package io.freshet.core.index;

import static io.freshet.core.testing.Vectors.digest;
import static io.freshet.core.testing.Vectors.each;
import static io.freshet.core.testing.Vectors.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.Digest;
import io.freshet.core.FormatException;
import io.freshet.core.binary.ByteWriter;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Content nodes and trees are those of the vectors, which were made without this code. */
class ContentVectorsTest {

    @TestFactory
    Stream<DynamicTest> nodesAreRead() throws IOException {
        return each("index/content.json", "nodes", vector -> {
            ContentNode node = ContentNode.read(digest(vector, "id"), hex(vector, "plain"));
            assertThat(node.level()).isEqualTo(vector.get("level").intValue());
            switch (node) {
                case ContentNode.Leaf leaf ->
                    assertThat(leaf.items())
                            .usingRecursiveFieldByFieldElementComparator()
                            .isEqualTo(VectorItems.list(vector.get("items")));
                case ContentNode.Branch branch ->
                    assertThat(branch.children()).isEqualTo(children(vector.get("children")));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> nodesAreWrittenToTheByte() throws IOException {
        return each("index/content.json", "nodes", vector -> {
            if (vector.has("advice")) {
                return; // of later releases: this one writes none
            }
            List<byte[]> written = new ArrayList<>();
            ContentSink sink = (level, id, plain, children) -> {
                assertThat(id).isEqualTo(digest(vector, "id"));
                written.add(plain);
            };
            if (vector.has("items")) {
                LeafWriter leaf = new LeafWriter(sink);
                VectorItems.each(vector.get("items"), leaf::add);
                leaf.finish();
            } else {
                writeBranch(vector, sink);
            }
            assertThat(written).containsExactly(hex(vector, "plain"));
        });
    }

    private static void writeBranch(JsonNode vector, ContentSink sink) throws IOException {
        NodeBuilder node = new NodeBuilder(vector.get("level").intValue());
        for (ContentChild child : children(vector.get("children"))) {
            ByteWriter entry = new ByteWriter(100);
            child.write(entry);
            node.add(entry);
            node.count(entry.size(), child.sums(), child.firstPath());
        }
        node.finish(sink);
    }

    private static List<ContentChild> children(JsonNode list) {
        List<ContentChild> children = new ArrayList<>();
        for (JsonNode child : list) {
            NodeSums sums = new NodeSums(
                    child.get("paths").longValue(),
                    child.get("chunks").longValue(),
                    child.get("bytes").longValue());
            children.add(new ContentChild(
                    digest(child, "id"),
                    sums,
                    new EntryPath(child.get("firstPath").textValue())));
        }
        return children;
    }

    @TestFactory
    Stream<DynamicTest> hostileNodesAreRefused() throws IOException {
        return each(
                "index/content.json",
                "hostile",
                vector -> assertThatExceptionOfType(FormatException.class)
                        .isThrownBy(() -> ContentNode.read(digest(vector, "id"), hex(vector, "plain")))
                        .withMessageStartingWith("content node")
                        .withMessageContaining(vector.get("error").textValue()));
    }

    @TestFactory
    Stream<DynamicTest> treesEndTheirNodesWhereTheyMust() throws IOException {
        return each("index/trees.json", "trees", vector -> {
            List<MessageDigest> ids = new ArrayList<>();
            List<Integer> nodes = new ArrayList<>();
            ContentTreeWriter writer = new ContentTreeWriter((level, id, plain, children) -> {
                if (level == ids.size()) {
                    ids.add(Digest.sha256());
                    nodes.add(0);
                }
                ids.get(level).update(HexFormat.of().parseHex(id.toString()));
                nodes.set(level, nodes.get(level) + 1);
            });
            VectorItems.each(vector.get("items"), writer::add);
            ContentTreeWriter.Root root = writer.finish();
            assertThat(root.id()).isEqualTo(digest(vector, "root"));
            assertThat(root.level()).isEqualTo(vector.get("levels").size() - 1);
            assertThat(root.sums())
                    .isEqualTo(new NodeSums(
                            vector.get("paths").longValue(),
                            vector.get("chunks").longValue(),
                            vector.get("bytes").longValue()));
            for (int level = 0; level < ids.size(); level++) {
                JsonNode expected = vector.get("levels").get(level);
                assertThat(nodes.get(level)).isEqualTo(expected.get("nodes").intValue());
                assertThat(Digest.at(ids.get(level).digest(), 0)).isEqualTo(digest(expected, "sha256"));
            }
        });
    }
}
