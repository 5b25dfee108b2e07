package io.freshet.demo;

import io.freshet.core.SuppressForbidden;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Serves a directory on loopback until its input ends, and prints its URL first: what {@code ./freshet} fetches from, when
 * it has built, to train the cache that later fetches start from.
 */
final class ServeDirectory {

    private ServeDirectory() {}

    @SuppressForbidden("a script reads the URL")
    public static void main(String[] args) throws IOException {
        try (DirectoryMirror mirror = new DirectoryMirror(Path.of(args[0]))) {
            System.out.println(mirror.mirror().url());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
