package io.freshet.reader.tar;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** A window that is being fetched: its parts can be waited for, in order. */
record Loading(List<TarPart> parts, Map<TarPart.Members, Future<Map<TarPart.Members, Arrived>>> spans) {

    /** Takes parts as they have arrived; {@code content} are those of files. */
    interface Taker {
        void take(Arrived part, boolean content) throws IOException;
    }

    /** Hands over every part, waiting for each. */
    void take(Taker taker) throws IOException {
        for (TarPart part : parts) {
            switch (part) {
                case TarPart.Plain plain -> {
                    int length = plain.bytes().length;
                    taker.take(new Arrived(false, plain.bytes(), 0, length, length), false);
                }
                case TarPart.Members members -> taker.take(await(members), true);
            }
        }
    }

    private Arrived await(TarPart.Members members) throws IOException {
        try {
            return Objects.requireNonNull(
                    Objects.requireNonNull(spans.get(members)).get().get(members));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case IOException io -> io;
                case RuntimeException defect -> throw defect;
                case Error error -> throw error;
                case null, default -> new IOException(e.getCause());
            };
        }
    }
}
