package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.screen.Figures;
import io.freshet.core.proof.ProvenFile;
import io.freshet.reader.verify.FileCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file that was verified by its proof alone.
 *
 * @param compared what was compared with it, if anything
 */
record VerifiedFile(ProvenFacts proven, ProvenFile file, Optional<Compared> compared) implements Verified {

    /**
     * A file on this machine.
     *
     * @param wrong bytes that lie in chunks which differ
     */
    record Compared(Path path, long wrong) {

        static Compared with(ProvenFile proven, Path path) throws IOException, UsageException {
            if (!Files.isRegularFile(path)) {
                throw new UsageException("there is no file " + path);
            }
            return new Compared(path, FileCheck.wrongBytes(path, proven.file().size(), proven.pieces()));
        }
    }

    @Override
    public boolean differs() {
        return proven.isRefused() || compared.filter(each -> each.wrong > 0).isPresent();
    }

    @Override
    public List<String> lines() {
        Facts facts = new Facts();
        proven.write(facts);
        facts.line("file", ProofFacts.name(file));
        List<String> lines = new ArrayList<>(facts.lines());
        lines.add(compared.map(each -> each.wrong == 0
                        ? "verified     " + each.path + ", to the byte"
                        : "changed      " + each.path + ": " + Figures.bytes(each.wrong)
                                + " lie in chunks that differ, or are too many")
                .orElse("verified     the proof; no file was named to be compared with it"));
        return lines;
    }

    @Override
    public ObjectNode json() {
        Facts facts = new Facts();
        proven.write(facts);
        ObjectNode json = facts.json();
        ProofFacts.write(file, json.putObject("file"));
        compared.ifPresent(each ->
                json.putObject("compared").put("path", each.path.toString()).put("wrongBytes", each.wrong));
        return json;
    }
}
