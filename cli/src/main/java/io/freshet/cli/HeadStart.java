package io.freshet.cli;

import io.freshet.core.json.JsonLimits;
import io.freshet.core.json.StrictJson;
import io.freshet.core.trust.Ed25519Key;
import io.freshet.fetcher.http.HttpLimits;
import io.freshet.fetcher.http.Mirror;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.FutureTask;

/**
 * Sets up on another core, while the command line is read, what nearly every command needs next: Java takes a tenth of a second
 * for the tables of decimal numbers, which the JSON parser wants, for those of Ed25519, and for an HTTP client.
 */
final class HeadStart {

    /** The first test of RFC 8032, section 7.1. */
    private static final Ed25519Key KEY =
            new Ed25519Key("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

    private static final byte[] SIGNATURE = HexFormat.of()
            .parseHex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                    + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");

    private HeadStart() {}

    static void begin() {
        // The task keeps what went wrong to itself: whoever needs what failed here will say what is wrong with it.
        Thread.ofPlatform().daemon().name("head-start").start(new FutureTask<>(HeadStart::prepare));
    }

    private static boolean prepare() throws IOException, UsageException {
        StrictJson.readObject("head start", "{}".getBytes(StandardCharsets.UTF_8), new JsonLimits(100, 2));
        Where.open(List.of(new Mirror("http://localhost")), HttpLimits.DEFAULTS).close();
        return KEY.verifies(new byte[0], SIGNATURE);
    }
}
