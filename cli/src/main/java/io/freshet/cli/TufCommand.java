package io.freshet.cli;

import io.freshet.core.trust.RoleName;
import io.freshet.core.trust.TargetFile;
import io.freshet.core.trust.TrustDirectory;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.TrustedState;
import io.freshet.core.trust.Updater;
import io.freshet.fetcher.http.Mirror;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The client of The Update Framework that fetch is built on, by itself, for any repository of that kind: what the
 * conformance suite of TUF starts. It ends with 0 or with 1 and nothing else.
 */
@Command(
        name = "tuf",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeOnInvalidInput = TufCommand.FAILED,
        description = "A plain client of any repository of The Update Framework (TUF 1.0.34).",
        footer = {
            "",
            "Ends with 0 if all went well, else with 1. freshet-tuf is the same command. What is trusted is kept in",
            "--metadata-dir as root.json, timestamp.json, snapshot.json, targets.json and ROLE.json.",
            "",
            "Examples:",
            "  freshet-tuf --metadata-dir trusted init root.json",
            "  freshet-tuf --metadata-dir trusted --metadata-url https://a.example/metadata refresh",
            "  freshet-tuf --metadata-dir trusted --metadata-url https://a.example/metadata \\",
            "      --target-base-url https://a.example/targets --target-dir here --target-name a/b.txt download"
        })
final class TufCommand {

    static final int FAILED = 1;

    private static final int MAX_TARGET = 64 << 20;
    private static final String ROOT = RoleName.ROOT + ".json";

    @Option(
            names = "--metadata-dir",
            required = true,
            paramLabel = "DIR",
            description = "Where trusted metadata is kept.")
    private Path metadataDir = Path.of("");

    @Option(names = "--metadata-url", paramLabel = "URL", description = "Where the repository's metadata lies.")
    private @Nullable Mirror metadataUrl;

    @Option(names = "--target-base-url", paramLabel = "URL", description = "Where its targets lie.")
    private @Nullable Mirror targetUrl;

    @Option(names = "--target-dir", paramLabel = "DIR", description = "Where downloaded targets are put.")
    private @Nullable Path targetDir;

    @Option(names = "--target-name", paramLabel = "PATH", description = "A target to download. May be given again.")
    private List<String> targets = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "init",
            exitCodeOnInvalidInput = FAILED,
            description = "Trust a root; nothing is asked of the repository.")
    int init(@Parameters(paramLabel = "ROOT", description = "The root.json to begin with.") Path root) {
        return run(() -> {
            TrustDirectory trusted = new TrustDirectory(metadataDir);
            if (trusted.read(ROOT).isPresent()) {
                throw new UsageException(trusted.describe(ROOT) + " is there already");
            }
            byte[] bytes = Files.readAllBytes(root);
            TrustedState.startFrom(root.toString(), bytes);
            trusted.write(ROOT, bytes);
            return 0;
        });
    }

    @Command(
            name = "refresh",
            exitCodeOnInvalidInput = FAILED,
            description = "Bring the top-level metadata up to date.")
    int refresh() {
        return run(() -> {
            try (TufSource source = new TufSource(given(metadataUrl, "--metadata-url"), Optional.empty())) {
                updater(source).refresh(Optional.empty());
            }
            return 0;
        });
    }

    @Command(
            name = "download",
            exitCodeOnInvalidInput = FAILED,
            description = "Refresh, then download the targets that --target-dir does not have yet, in their order.")
    int download() {
        return run(() -> {
            Path into = given(targetDir, "--target-dir");
            Mirror base = given(targetUrl, "--target-base-url");
            try (TufSource source = new TufSource(given(metadataUrl, "--metadata-url"), Optional.of(base))) {
                Updater updater = updater(source);
                updater.refresh(Optional.empty());
                for (String target : targets) {
                    download(updater, target, into);
                }
            }
            return 0;
        });
    }

    private Updater updater(TufSource source) {
        return new Updater(
                new TrustDirectory(metadataDir), source, Clock.systemUTC().instant());
    }

    private static void download(Updater updater, String target, Path into) throws TrustException, IOException {
        Updater.Located located = updater.find(target);
        Path file = into.resolve(located.fileName());
        if (isThere(located.file(), file)) {
            return;
        }
        byte[] bytes = updater.fetch(located, MAX_TARGET);
        Files.createDirectories(into);
        Path begun = Files.createTempFile(into, ".", ".part");
        try {
            Files.write(begun, bytes);
            Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(begun);
        }
    }

    private static boolean isThere(TargetFile expected, Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) != expected.length() || expected.length() > MAX_TARGET) {
            return false;
        }
        try {
            expected.verify(file.toString(), Files.readAllBytes(file));
            return true;
        } catch (TrustException changed) {
            return false;
        }
    }

    private static <T> T given(@Nullable T value, String option) throws UsageException {
        if (value == null) {
            throw new UsageException(option + " is missing");
        }
        return value;
    }

    /** What the other verbs tell apart by their exit codes is one here. */
    private int run(Callable<Integer> work) {
        try {
            return work.call();
        } catch (Exception e) {
            new Failures()
                    .handleExecutionException(
                            e, spec.commandLine(), spec.commandLine().getParseResult());
            return FAILED;
        }
    }
}
