package io.freshet.cli.witness;

import io.freshet.cli.PolicyFile;
import io.freshet.cli.UsageException;
import io.freshet.core.FormatException;
import io.freshet.core.log.LogPolicy;
import io.freshet.core.log.SignatureType;
import io.freshet.core.log.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which logs a witness cosigns. */
final class KnownLogs {

    @Option(
            names = "--log",
            paramLabel = "VKEY",
            split = ",",
            description = "Key of a log, as freshet log verify prints it. Repeat for more, also of one log.")
    private List<String> vkeys = new ArrayList<>();

    @Option(names = "--logs", paramLabel = "FILE", description = "Logs in a tlog-policy file: its lines \"log VKEY\".")
    private @Nullable Path file;

    /** Their keys; each key's name is a log's origin. */
    List<VerifierKey> keys() throws IOException, UsageException {
        List<VerifierKey> keys = new ArrayList<>();
        for (String vkey : vkeys) {
            keys.add(key(vkey));
        }
        if (file != null) {
            keys.addAll(listed(file));
        }
        if (keys.isEmpty()) {
            throw new UsageException("a witness without a log has nothing to cosign: give --log VKEY or --logs FILE");
        }
        return keys.stream().distinct().toList();
    }

    private static VerifierKey key(String vkey) throws UsageException {
        VerifierKey key;
        try {
            key = VerifierKey.parse(vkey.strip());
        } catch (FormatException e) {
            throw new UsageException("--log: the " + e.getMessage());
        }
        if (key.type() == SignatureType.COSIGNATURE_ED25519) {
            throw new UsageException("--log: " + key + " is the key of a witness, not of a log");
        }
        return key;
    }

    private static List<VerifierKey> listed(Path file) throws IOException, UsageException {
        return PolicyFile.read("--logs", file).logs().stream()
                .map(LogPolicy.Log::key)
                .toList();
    }
}
