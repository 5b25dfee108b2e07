package io.freshet.core.log;

import java.io.IOException;

/** Brings requests to witnesses. Nothing that comes back is trusted. */
@FunctionalInterface
public interface WitnessTransport {

    /**
     * Asks one witness, and waits for as long as a witness may take.
     *
     * @param url its submission prefix
     * @throws IOException if it could not be asked, or what it answers is no answer of a witness
     */
    WitnessAnswer ask(String url, AddCheckpoint request) throws IOException, InterruptedException;
}
