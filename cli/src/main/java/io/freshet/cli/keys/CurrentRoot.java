package io.freshet.cli.keys;

import io.freshet.cli.OpenStores;
import io.freshet.cli.UsageException;
import io.freshet.core.trust.RootChain;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustedState;
import io.freshet.publisher.commit.RootChange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The root that is in force: what somebody trusts, and what follows from that as it does for every node. */
final class CurrentRoot {

    @Option(
            names = "--current",
            paramLabel = "FILE",
            description = "root.json that you trust; repeat for those that follow, up to the newest.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--to", paramLabel = "URL", description = "Repository, to read from it which roots follow.")
    private @Nullable String store;

    boolean isGiven() {
        return !files.isEmpty() || store != null;
    }

    /**
     * The chain from the first file on.
     *
     * @param otherwise the files where none is given
     */
    RootChain chain(List<Path> otherwise) throws IOException, TrustException, UsageException {
        List<Path> given = files.isEmpty() ? otherwise : files;
        if (given.isEmpty()) {
            throw new UsageException("which root is in force? Say --current FILE (keys/root.json, or a later one)");
        }
        RootChain chain = RootChain.from(given.getFirst().toString(), RootFile.bytes(given.getFirst()));
        for (Path file : given.subList(1, given.size())) {
            chain = chain.then(RootFile.bytes(file));
        }
        if (store == null) {
            return chain;
        }
        try (OpenStores stores = new OpenStores(List.of(store), 0)) {
            return RootChange.follow(stores.all().getFirst(), chain);
        }
    }

    /** The newest root. */
    TrustedState read(List<Path> otherwise) throws IOException, TrustException, UsageException {
        return chain(otherwise).newest();
    }

    /**
     * The channels of the repository that was named, if one was, that have keys of their own.
     *
     * @param otherwise the files where none is given
     * @param draft the root that is to follow; the newest itself where there is none
     */
    Optional<ChannelLines> channels(List<Path> otherwise, Optional<RootMetadata> draft)
            throws IOException, TrustException, UsageException {
        if (store == null) {
            return Optional.empty();
        }
        RootChain chain = chain(otherwise);
        RootMetadata next = draft.orElseGet(() -> chain.newest().root().signed());
        try (OpenStores stores = new OpenStores(List.of(store), 0)) {
            return Optional.of(new ChannelLines(RootChange.own(stores.all().getFirst(), chain, next)));
        }
    }
}
