package io.freshet.cli;

import io.freshet.cli.config.PublishConfig;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.manifest.Consistency;
import io.freshet.core.manifest.Source;
import io.freshet.publisher.SnapshotFacts;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a manifest says of a source that its files do not. An option wins over the configuration. */
final class FactOptions {

    @Option(names = "--network", paramLabel = "NAME", description = "Network of the chain, like mainnet.")
    private @Nullable String network;

    @Option(
            names = "--chain-id",
            paramLabel = "ID",
            description = "What its nodes call it, like cosmoshub-4; of Ethereum the number, like 1.")
    private @Nullable String chainId;

    @Option(names = "--height", paramLabel = "N", description = "Block, slot or epoch that the data stand at.")
    private @Nullable Long height;

    @Option(names = "--block-hash", paramLabel = "HASH", description = "Hash of that block.")
    private @Nullable String blockHash;

    @Option(
            names = "--state-root",
            paramLabel = "HASH",
            description =
                    "Root of the state after that block; for Cosmos the app hash. Who fetches can ask nodes of the"
                            + " chain for both (fetch --anchor).")
    private @Nullable String stateRoot;

    @Option(names = "--client", paramLabel = "NAME", description = "Program that wrote the data, like reth.")
    private @Nullable String client;

    @Option(names = "--client-version", paramLabel = "VERSION", description = "Its version.")
    private @Nullable String clientVersion;

    @Option(
            names = "--client-requires",
            paramLabel = "RANGE",
            description = "Versions that can open the data, like \">=1.9 <2\".")
    private @Nullable String clientRequires;

    @Option(
            names = "--consistency",
            paramLabel = "STATE",
            description = "State of the source: stopped, snapshot, checkpoint or unknown.")
    private @Nullable Consistency consistency;

    SnapshotFacts facts(PublishConfig config, Instant time) throws IOException, UsageException {
        Source base = config.source();
        Source source = new Source(
                or(network, base.network()),
                or(chainId, base.chainId()),
                or(height, base.height()),
                or(blockHash, base.blockHash()),
                or(stateRoot, base.stateRoot()),
                client(base.client()),
                UnknownFields.NONE);
        if (source.height().orElse(0L) < 0) {
            throw new UsageException("--height is a number from 0 on");
        }
        Consistency state = or(consistency, config.consistency()).orElse(Consistency.UNKNOWN);
        return new SnapshotFacts(source, state, time);
    }

    private Optional<Source.Client> client(Optional<Source.Client> base) throws UsageException {
        Optional<String> name = or(client, base.map(Source.Client::name));
        Optional<String> version = or(clientVersion, base.flatMap(Source.Client::version));
        Optional<String> requires = or(clientRequires, base.flatMap(Source.Client::requires));
        if (name.isEmpty() && (version.isPresent() || requires.isPresent())) {
            throw new UsageException("--client-version and --client-requires say something of a --client: name it");
        }
        return name.map(n -> new Source.Client(n, version, requires, UnknownFields.NONE));
    }

    private static <T> Optional<T> or(@Nullable T option, Optional<T> configured) {
        return option == null ? configured : Optional.of(option);
    }
}
