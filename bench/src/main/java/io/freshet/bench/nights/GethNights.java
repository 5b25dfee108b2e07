package io.freshet.bench.nights;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Nights of a real geth in developer mode, on loopback and without peers: {@code GethNights GETH DIR FIRST NIGHTS EACH
 * SEED}. Traffic is transactions to a contract that stores 40 slots each, half of them already in use: FIRST
 * transactions at full speed before night 0, EACH in every night, ten a block. Geth is stopped while a night is copied.
 * It writes the state of its last 128 blocks, and what its write buffer holds, into a journal when it stops; so the buffer is
 * small here, and 130 slow blocks come before night 0.
 */
final class GethNights {
    private static final int PORT = 18_545;
    private static final int SLOTS = 40;
    private static final int FAST = 400;
    private static final int SLOW = 10;
    private static final int SETTLE = 1300;
    private static final Pattern RESULT = Pattern.compile("\"result\":\\s*\\[?\\s*\"(0x[0-9a-f]+)\"");
    private static final Pattern CONTRACT = Pattern.compile("\"contractAddress\":\\s*\"(0x[0-9a-f]+)\"");

    /** Stores the gas that is left in each slot that the call's data names. */
    private static final String CODE = "601680600b6000396000f360005b36811015601457" + "5a8135556020016002565b00";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String geth;
    private final Path data;
    private final SplittableRandom random;
    private long slots = 1;
    private String account = "";
    private String contract = "";
    private Process process;

    private GethNights(String geth, Path data, long seed) throws IOException {
        this.geth = geth;
        this.data = data;
        this.random = new SplittableRandom(seed);
        this.process = start();
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Path.of(args[1]);
        Path data = Files.createDirectories(directory.resolve("live"));
        var shelf = new Shelf(directory);
        var node = new GethNights(args[0], data, Long.parseLong(args[5]));
        try {
            node.deploy();
            node.traffic(Integer.parseInt(args[2]), FAST);
            node.traffic(SETTLE, SLOW);
            node.stop();
            shelf.save(night -> Shelf.copy(data, night));
            for (int night = Integer.parseInt(args[3]); night > 0; night--) {
                node.process = node.start();
                node.awaitUp();
                node.traffic(Integer.parseInt(args[4]), SLOW);
                node.stop();
                shelf.save(path -> Shelf.copy(data, path));
            }
        } finally {
            node.process.destroy();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(List.of(
                        geth,
                        "--dev",
                        "--dev.period",
                        "1",
                        "--dev.gaslimit",
                        "200000000",
                        "--cache",
                        "128",
                        "--cache.gc",
                        "4",
                        "--datadir",
                        data.toString(),
                        "--ipcdisable",
                        "--verbosity",
                        "2",
                        "--http",
                        "--http.addr",
                        "127.0.0.1",
                        "--http.port",
                        Integer.toString(PORT),
                        "--http.api",
                        "eth,txpool"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolveSibling("geth.log").toFile()))
                .start();
    }

    private void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    private void awaitUp() throws InterruptedException {
        for (int tries = 0; ; tries++) {
            try {
                account = match(RESULT, call("eth_accounts", ""));
                return;
            } catch (IOException e) {
                if (tries == 1000) {
                    throw new IllegalStateException("geth does not answer", e);
                }
                Thread.sleep(200);
            }
        }
    }

    private void deploy() throws IOException, InterruptedException {
        awaitUp();
        String hash = match(
                RESULT,
                call(
                        "eth_sendTransaction",
                        "{\"from\":\"%s\",\"gas\":\"0x100000\",\"data\":\"0x%s\"}".formatted(account, CODE)));
        String receipt = "";
        while (!receipt.contains("contractAddress")) {
            Thread.sleep(500);
            receipt = call("eth_getTransactionReceipt", "\"" + hash + "\"");
        }
        contract = match(CONTRACT, receipt);
    }

    private void traffic(int transactions, int inFlight) throws IOException, InterruptedException {
        long base = nonce("latest");
        for (int sent = 0; sent < transactions; ) {
            long open = base + sent - nonce("latest");
            if (open >= inFlight) {
                Thread.sleep(100);
                continue;
            }
            var batch = new StringBuilder("[");
            for (int i = 0; i < Math.min(50, inFlight) && sent < transactions; i++, sent++) {
                batch.append(i == 0 ? "" : ",").append(request("eth_sendTransaction", store(base + sent)));
            }
            String answer = post(batch.append("]").toString());
            if (answer.contains("\"error\"")) {
                throw new IOException(answer);
            }
        }
        while (nonce("latest") < base + transactions) {
            Thread.sleep(200);
        }
    }

    private String store(long nonce) {
        var keys = new StringBuilder();
        for (int i = 0; i < SLOTS; i++) {
            long slot = random.nextBoolean() ? random.nextLong(slots) : slots++;
            keys.append("%064x".formatted(slot));
        }
        return "{\"from\":\"%s\",\"to\":\"%s\",\"nonce\":\"0x%x\",\"gas\":\"0x110000\",\"data\":\"0x%s\"}"
                .formatted(account, contract, nonce, keys);
    }

    private long nonce(String block) throws IOException, InterruptedException {
        return Long.decode(match(RESULT, call("eth_getTransactionCount", "\"%s\",\"%s\"".formatted(account, block))));
    }

    private String call(String method, String parameters) throws IOException, InterruptedException {
        return post(request(method, parameters));
    }

    private static String request(String method, String parameters) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":[%s]}".formatted(method, parameters);
    }

    private String post(String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String match(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException(text);
        }
        return matcher.group(1);
    }
}
