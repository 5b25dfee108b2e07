package io.freshet.cli;

import io.freshet.cli.config.PublishConfig;
import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.Quorum;
import io.freshet.core.proxy.Proxies;
import io.freshet.publisher.upload.Destinations;
import io.freshet.publisher.witness.WitnessReport;
import io.freshet.publisher.witness.Witnesses;
import io.freshet.witness.http.HttpWitnesses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who is asked to cosign the log. */
public final class WitnessOptions {

    /** For one request; a witness answers in well under a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** For all of them, some of which are asked twice. */
    private static final Duration PATIENCE_WITH_ALL = Duration.ofSeconds(15);

    @Option(
            names = "--log-policy",
            paramLabel = "FILE",
            description = "Witnesses to ask for cosignatures of the log, and how many are wanted (a tlog-policy file).")
    private @Nullable Path policy;

    @Option(
            names = "--require-witnesses",
            description = "Release nothing that fewer have cosigned; by default that is a warning.")
    private boolean required;

    /** Who is asked, over the wire, until this is closed; perhaps nobody. */
    public record Asked(Optional<HttpWitnesses> transport, Optional<Witnesses> witnesses) implements AutoCloseable {

        /** Destinations whose log they are asked to cosign. */
        public Destinations with(Destinations destinations) {
            return witnesses.map(destinations::witnessedBy).orElse(destinations);
        }

        /**
         * What a verb ends with that has done all else, and had the log cosigned: it warns where too few have.
         *
         * @param otherwise what it ends with where that is no condition
         */
        public ExitCode exit(Optional<Cosigned> cosigned, ExitCode otherwise, Console console) {
            cosigned.ifPresent(each -> each.warnings().forEach(console::say));
            Optional<WitnessReport> report = cosigned.map(Cosigned::report).filter(each -> required());
            if (report.filter(each -> !each.contradicting().isEmpty()).isPresent()) {
                return ExitCode.UNTRUSTED;
            }
            return report.filter(each -> !each.met()).isPresent() ? ExitCode.UNAVAILABLE : otherwise;
        }

        private boolean required() {
            return witnesses.map(Witnesses::required).orElse(false);
        }

        @Override
        public void close() {
            transport.ifPresent(HttpWitnesses::close);
        }
    }

    /** Who is to be asked, by these options, or else by {@code written}. */
    public Asked open(PublishConfig written) throws IOException, UsageException {
        Optional<Path> file = Optional.ofNullable(policy).or(written::witnessPolicy);
        boolean must = required || written.requiresWitnesses();
        if (file.isEmpty()) {
            if (must) {
                throw new UsageException("witnesses are required, and none is named: give --log-policy FILE");
            }
            return new Asked(Optional.empty(), Optional.empty());
        }
        LogPolicy read = PolicyFile.read("--log-policy", file.get());
        requireUrls(file.get(), read);
        if (must && read.quorum() instanceof Quorum.None) {
            throw new UsageException("--require-witnesses: the quorum of " + file.get() + " is none");
        }
        HttpWitnesses transport = new HttpWitnesses(Proxies.of(System.getenv()), PATIENCE);
        return new Asked(Optional.of(transport), Optional.of(new Witnesses(read, transport, PATIENCE_WITH_ALL, must)));
    }

    private static void requireUrls(Path file, LogPolicy policy) throws UsageException {
        for (Quorum.Witness witness : policy.witnesses()) {
            if (!witness.url().isEmpty() && !witness.url().matches("https?://.+")) {
                throw new UsageException("--log-policy: " + file + ": the URL of witness " + witness.name()
                        + " is no http:// or https:// one");
            }
        }
        if (policy.witnesses().stream().allMatch(witness -> witness.url().isEmpty())) {
            throw new UsageException("--log-policy: " + file + " has no URL of any witness: witness NAME VKEY URL");
        }
    }
}
