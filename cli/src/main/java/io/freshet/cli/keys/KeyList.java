package io.freshet.cli.keys;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Console;
import io.freshet.cli.UsageException;
import io.freshet.core.trust.KeyFile;
import io.freshet.core.trust.Keys;
import io.freshet.core.trust.Passphrase;
import io.freshet.core.trust.RootMetadata;
import io.freshet.core.trust.SignerFile;
import io.freshet.core.trust.SignerReference;
import io.freshet.core.trust.TrustException;
import io.freshet.core.trust.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists key files. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet key list DIR|FILE... [--current=FILE] [--to=URL] [--passphrase-file=FILE]",
        description = "List private keys: id, type, whether they are encrypted or lie elsewhere, and what they sign.",
        footer = {
            "",
            "What a key signs is said by the root: by the newest of the repository with --to, else by --current, else"
                    + " by",
            "root.json in DIR. The id of an encrypted key is known to who has its passphrase.",
            "",
            "Example:",
            "  freshet key list ./keys --to s3://acme/base"
        })
final class KeyList implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR|FILE",
            description = "Key files, or directories of *.key and *.key.json.")
    private List<Path> places = new ArrayList<>();

    @Mixin
    private CurrentRoot current = new CurrentRoot();

    @Mixin
    private PassphraseOption passphrase = new PassphraseOption();

    @Mixin
    private Console console = new Console();

    /**
     * A key file.
     *
     * @param elsewhere where the key lies, if that is not in the file
     * @param key empty where it is encrypted, and no passphrase was given
     * @param roles empty where they are not known
     */
    private record Row(
            Path file,
            boolean encrypted,
            Optional<String> elsewhere,
            Optional<VerifyingKey> key,
            Optional<List<String>> roles) {

        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-12s  %-7s  %-9s  %-24s  %s",
                    key.map(known -> known.id().substring(0, 12)).orElse("?"),
                    key.map(VerifyingKey::algorithm).orElse("?"),
                    elsewhere.isPresent() ? "elsewhere" : encrypted ? "encrypted" : "plain",
                    roles.map(names -> names.isEmpty() ? "signs nothing" : String.join(",", names))
                            .orElse("?"),
                    elsewhere.map(uri -> file + ": " + uri).orElse(file.toString()));
        }

        ObjectNode json() {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("file", file.toString());
            elsewhere.ifPresentOrElse(uri -> json.put("signer", uri), () -> json.put("encrypted", encrypted));
            key.ifPresent(known -> json.put("id", known.id()).put("type", known.algorithm()));
            roles.ifPresent(names -> {
                ArrayNode array = json.putArray("roles");
                names.forEach(array::add);
            });
            return json;
        }
    }

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        Optional<RootMetadata> root = root();
        Optional<Passphrase> given = passphrase.passphrase();
        List<Row> rows = new ArrayList<>();
        for (Path place : places) {
            for (Path file : Files.isDirectory(place) ? Keys.filesIn(place) : List.of(place)) {
                rows.add(row(file, given, root));
            }
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode array = json.putArray("keys");
        rows.forEach(row -> array.add(row.json()));
        console.result(json, rows.stream().map(Row::line).toList());
        return 0;
    }

    private static Row row(Path file, Optional<Passphrase> given, Optional<RootMetadata> root) throws IOException {
        Optional<String> elsewhere = SignerFile.reference(file).map(SignerReference::uri);
        boolean encrypted = elsewhere.isEmpty() && KeyFile.isEncrypted(file);
        Optional<VerifyingKey> key =
                encrypted && given.isEmpty() ? Optional.empty() : Optional.of(SignerFile.publicKey(file, given));
        return new Row(file, encrypted, elsewhere, key, root.flatMap(known -> key.map(one -> known.rolesOf(one.id()))));
    }

    private Optional<RootMetadata> root() throws IOException, TrustException, UsageException {
        List<Path> beside = places.stream()
                .filter(Files::isDirectory)
                .map(Keys::rootJson)
                .filter(Files::exists)
                .limit(1)
                .toList();
        return current.isGiven() || !beside.isEmpty()
                ? Optional.of(current.read(beside).root().signed())
                : Optional.empty();
    }
}
