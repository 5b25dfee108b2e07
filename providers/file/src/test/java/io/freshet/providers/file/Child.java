package io.freshet.providers.file;

import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.PutResult;
import io.freshet.providers.testkit.Bodies;
import io.freshet.providers.testkit.Counter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** A writer in a process of its own. Says "ready", waits for a line, then does its job and tells what it did. */
final class Child {
    private static final int VERSION_SIZE = 300_000;

    private Child() {}

    /** Does {@code args[0]} in the store in {@code args[1]} as writer number {@code args[2]}. */
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        in.readLine();
        try (ObjectStore store = new FileStore(args[1], Path.of(args[1]))) {
            switch (args[0]) {
                case "bump" -> Counter.bump(store, Counter.BUMPS_EACH);
                case "create" -> create(store, args[2]);
                case "overwrite" -> overwrite(store);
                default -> throw new IllegalArgumentException(args[0]);
            }
        }
    }

    /** Starts a child; its errors go to ours. */
    static Process start(String job, Path store, int number) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        job,
                        store.toString(),
                        "" + number)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Whether an object is one of the versions that {@code overwrite} writes, and whole. */
    static boolean isVersion(byte[] bytes) {
        byte[] whole = new byte[VERSION_SIZE];
        Arrays.fill(whole, bytes.length == 0 ? 0 : bytes[0]);
        return Arrays.equals(bytes, whole);
    }

    private static void create(ObjectStore store, String writer) throws IOException {
        for (int round = 0; round < 30; round++) {
            PutResult result =
                    store.putIfAbsent("round/" + round, Bodies.text("writer " + writer), ObjectHeaders.MUTABLE_TEXT);
            if (result instanceof PutResult.Stored) {
                System.out.println(round);
            }
        }
    }

    private static void overwrite(ObjectStore store) throws IOException {
        for (int i = 0; ; i++) {
            byte[] version = new byte[VERSION_SIZE];
            Arrays.fill(version, (byte) i);
            store.put("t", Body.of(version), ObjectHeaders.MUTABLE_JSON);
            System.out.println(i);
            store.putIfAbsent("new/" + i, Body.of(version), ObjectHeaders.MUTABLE_JSON);
            System.out.println(i);
        }
    }
}
