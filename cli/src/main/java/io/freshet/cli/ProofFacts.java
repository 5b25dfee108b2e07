package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.screen.Figures;
import io.freshet.core.index.Item;
import io.freshet.core.proof.ProvenFile;
import io.freshet.reader.tree.SnapshotTree;

/** What a proof says of a file. */
final class ProofFacts {

    private ProofFacts() {}

    /** {@code db/mdbx.dat of mainnet/archive @ 2, 2.05 MB in 500 chunks}. */
    static String name(ProvenFile proven) {
        long chunks = chunks(proven);
        return path(proven) + " of " + proven.release().channel() + " @ "
                + proven.release().release().sequence() + ", "
                + Figures.bytes(proven.file().size()) + " in " + Figures.count(chunks, "chunk");
    }

    static void write(ProvenFile proven, ObjectNode json) {
        json.put("path", path(proven)).put("component", proven.component().name());
        json.put("bytes", proven.file().size()).put("chunks", chunks(proven));
        json.put("mode", Texts.octal(proven.file().mode()));
        json.put("channel", proven.release().channel().name())
                .put("sequence", proven.release().release().sequence())
                .put("manifest", proven.release().digest().toString());
    }

    private static long chunks(ProvenFile proven) {
        return proven.pieces().stream().filter(Item.Chunk.class::isInstance).count();
    }

    private static String path(ProvenFile proven) {
        return Texts.path(SnapshotTree.whole(proven.component(), proven.file().path()));
    }
}
