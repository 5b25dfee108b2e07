package io.freshet.cli.witness;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Console;
import io.freshet.cli.UsageException;
import io.freshet.cli.keys.PassphraseOption;
import io.freshet.core.log.Cosigner;
import io.freshet.core.log.VerifierKey;
import io.freshet.core.trust.FileKey;
import io.freshet.core.trust.KeyFile;
import io.freshet.core.trust.SigningKey;
import io.freshet.witness.Witness;
import io.freshet.witness.WitnessState;
import io.freshet.witness.http.ServerLimits;
import io.freshet.witness.http.WitnessServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a witness until it is stopped. */
@Command(
        name = "witness",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "freshet witness --listen=HOST:PORT --name=NAME --key=FILE --state=DIR (--log=VKEY... |"
                + " --logs=FILE)%n                [OPTIONS]",
        description = "Cosign the logs of others: a witness, as c2sp.org/tlog-witness has it.",
        footer = {
            "",
            "Cosigns a checkpoint of a log that it knows if the log has only grown since the one before. Of each log"
                    + " it",
            "keeps the last checkpoint in DIR, on the disk before the answer. Run one witness with one key and one"
                    + " DIR,",
            "and never put an older copy of DIR back: it would vouch for two histories. There is no TLS: put a proxy"
                    + " in",
            "front, and give out its URL. SIGTERM ends it when the requests that it has are answered.",
            "",
            "--new is for its first start. Without it DIR must be the one that was made for this key: where its volume",
            "is not mounted, nothing is cosigned (6).",
            "",
            "POST /add-checkpoint          asks for a cosignature (200; 400, 403, 404, 409, 413, 422)",
            "GET  /ORIGIN-HASH/checkpoint  the last checkpoint of a log",
            "",
            "The first line that it prints belongs into the log policy of whoever wants this witness to have seen the"
                    + " log.",
            "",
            "Examples:",
            "  freshet key generate witness.key",
            "  freshet witness --listen 127.0.0.1:7380 --name witness.example.org --key witness.key \\",
            "      --state /var/lib/witness --log freshet/31f0…+4d2c0c41+AQr… --new"
        })
public final class WitnessCommand implements Callable<Integer> {

    @Option(names = "--listen", required = true, paramLabel = "HOST:PORT", description = "Address; port 0 is any.")
    private String listen = "";

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "The witness's name, a URL without its scheme; part of its key, so that it never changes.")
    private String name = "";

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "Ed25519 key that signs nothing else: freshet key generate FILE.")
    private Path key = Path.of("");

    @Mixin
    private PassphraseOption passphrase = new PassphraseOption();

    @Option(names = "--state", required = true, paramLabel = "DIR", description = "Directory for what was cosigned.")
    private Path state = Path.of("");

    @Option(
            names = "--new",
            description = "Begin with this key, which has cosigned nothing yet: make DIR what it remembers. Once.")
    private boolean isNew;

    @Mixin
    private KnownLogs logs = new KnownLogs();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, InterruptedException, UsageException {
        ListenAddress address = ListenAddress.parse(listen);
        InetSocketAddress socket = address.socket();
        Cosigner cosigner = cosigner();
        List<VerifierKey> known = logs.keys();
        Clock clock = Clock.systemUTC();
        try (WitnessState remembered =
                isNew ? WitnessState.make(state, cosigner.key()) : WitnessState.open(state, cosigner.key())) {
            Witness witness = new Witness(cosigner, known, remembered, clock, new WitnessLines(console, clock));
            try (WitnessServer server = WitnessServer.start(witness, socket, ServerLimits.DEFAULT)) {
                Thread hook = Thread.ofPlatform().unstarted(server::close);
                Runtime.getRuntime().addShutdownHook(hook);
                announce(witness, address, server.port());
                // Until a signal ends the process, whose hook lets those go who are being answered.
                new CountDownLatch(1).await();
            }
        }
        return 0;
    }

    private Cosigner cosigner() throws IOException, UsageException {
        FileKey read = KeyFile.read(key, passphrase.passphrase());
        if (!(read instanceof SigningKey signing)) {
            throw new UsageException("--key: " + key + " is no Ed25519 key; make one: freshet key generate FILE");
        }
        try {
            return new Cosigner(name, signing);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--name: " + e.getMessage());
        }
    }

    private void announce(Witness witness, ListenAddress address, int port) {
        String url = "http://" + address.host() + ":" + port;
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("witness", witness.key().encode()).put("url", url);
        ArrayNode origins = json.putArray("logs");
        List<String> lines = new ArrayList<>();
        lines.add("witness      " + witness.key().encode());
        lines.add("listening    " + url);
        for (String origin : witness.origins()) {
            origins.add(origin);
            lines.add("log          " + origin);
        }
        console.result(json, lines);
    }
}
