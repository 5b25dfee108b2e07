package io.freshet.cli;

import io.freshet.fetcher.anchor.Anchor;
import io.freshet.fetcher.anchor.AnchorRule;
import io.freshet.fetcher.anchor.AnchorVerifiers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Who is asked whether a snapshot is its chain's. */
final class AnchorOptions {

    @Option(
            names = "--anchor",
            paramLabel = "KIND=PLACE",
            converter = Converter.class,
            description =
                    "Take only a snapshot whose block, and state root where it has one, is the chain's: by a node,"
                        + " eth=URL (JSON-RPC) or cosmos=URL (CometBFT), or a list of checkpoints, file=FILE; repeat"
                        + " for more. Of a URL, reports show no more than the host.")
    private List<Anchor> anchors = new ArrayList<>();

    @Option(
            names = "--anchor-quorum",
            paramLabel = "K",
            description = "How many of the anchors must agree; more than half by default.")
    private @Nullable Integer quorum;

    @Option(
            names = "--max-lag-blocks",
            paramLabel = "N",
            description = "Refuse a snapshot that is more blocks behind the chain's head, as the anchors know it.")
    private @Nullable Long maxLag;

    /** What was asked for; nothing where no anchor is to be asked. */
    Optional<AnchorRule> rule() throws UsageException {
        if (anchors.isEmpty()) {
            if (quorum != null || maxLag != null) {
                throw new UsageException(
                        "--anchor-quorum and --max-lag-blocks need to know whom to ask: name an --anchor, like"
                                + " --anchor eth=https://node.example");
            }
            return Optional.empty();
        }
        if (maxLag != null && maxLag < 0) {
            throw new UsageException("--max-lag-blocks is a number from 0 on");
        }
        int votes = quorum == null ? AnchorRule.majority(anchors.size()) : quorum;
        try {
            return Optional.of(new AnchorRule(anchors, votes, Optional.ofNullable(maxLag)));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--anchor: " + e.getMessage());
        }
    }

    /** Errors must not have the text in them, which may have a key in it. */
    static final class Converter implements ITypeConverter<Anchor> {
        @Override
        public Anchor convert(String text) {
            try {
                return AnchorVerifiers.load(Converter.class.getClassLoader()).parse(text);
            } catch (IllegalArgumentException | IOException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
