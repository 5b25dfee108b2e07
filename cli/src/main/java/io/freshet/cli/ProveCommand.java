package io.freshet.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.screen.Figures;
import io.freshet.core.index.EntryPath;
import io.freshet.core.log.LogException;
import io.freshet.core.manifest.Component;
import io.freshet.core.proof.FileProof;
import io.freshet.core.proof.FileProver;
import io.freshet.core.proof.ProvenFile;
import io.freshet.core.proof.ReleaseProof;
import io.freshet.core.trust.TrustException;
import io.freshet.fetcher.tree.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Exports the proof of one file. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet prove FILE --out=PROOF [--json]",
        description = "Export the proof that a release has a file of a fetched directory, and with which bytes.",
        footer = {
            "",
            "Who has the publisher's root.json verifies it alone, with no repository, no network and none of the other",
            "files: freshet verify --proof PROOF FILE --root root.json. It proves what the file was when it was",
            "released: the file is not read here.",
            "",
            "Examples:",
            "  freshet prove /data/reth/current/static_files/headers_0_499999 --out headers.proof",
            "  freshet verify --proof headers.proof headers_0_499999 --root root.json"
        })
final class ProveCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "File in a fetched directory, like DIR/current/db/mdbx.dat.")
    private Path file = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "PROOF", description = "Where the proof is written.")
    private Path out = Path.of("");

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, LogException, TrustException, UsageException {
        FetchedFile fetched = FetchedFile.of(file);
        requireFile();
        Version version = fetched.version();
        ReleaseProof release = KeptProof.of(version).proof();
        Component component = fetched.component();
        FileProof proof = new FileProver(release, version.directory().index())
                .prove(component, fetched.path())
                .orElseThrow(() -> new UsageException(file + " is not in release " + version.id()
                        + ": it is the node's own, or its name is another one"));
        // What would not convince its reader is not handed out.
        ProvenFile proven = proof.verify("the proof", Optional.empty());
        byte[] bytes = encode(proof);
        Durable.write(out.toAbsolutePath(), bytes);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ProofFacts.write(proven, json);
        json.put("proof", out.toString()).put("proofBytes", bytes.length);
        console.result(
                json,
                List.of(
                        "proven       " + ProofFacts.name(proven),
                        "written      " + out + ", " + Figures.bytes(bytes.length)));
        return ExitCode.OK.code();
    }

    private void requireFile() throws UsageException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new UsageException(EntryPath.printable(file.toString())
                    + " is a directory, and a proof is of one file: name one of those in it");
        }
        if (Files.isSymbolicLink(file)) {
            throw new UsageException(EntryPath.printable(file.toString())
                    + " is a link, and a proof is of a file: name the one that it leads to");
        }
    }

    private byte[] encode(FileProof proof) throws UsageException {
        try {
            return proof.toBytes();
        } catch (IllegalArgumentException e) {
            throw new UsageException(EntryPath.printable(file.toString()) + " has too many chunks: " + e.getMessage());
        }
    }
}
