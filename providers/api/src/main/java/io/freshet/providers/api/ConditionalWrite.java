package io.freshet.providers.api;

import java.util.Optional;
import java.util.function.Predicate;

/** A conditional write with its repetitions: after a lost answer it looks before it leaps. */
final class ConditionalWrite {
    private final Where where;
    private final Request<Optional<Found>> look;
    private final Request<Optional<Revision>> write;
    private final Predicate<Optional<Found>> open;

    /**
     * @param look reads what is there now
     * @param write the revision that was stored, or empty if the store refused
     * @param open whether the condition may still hold, given what is there
     */
    ConditionalWrite(
            Where where,
            Request<Optional<Found>> look,
            Request<Optional<Revision>> write,
            Predicate<Optional<Found>> open) {
        this.where = where;
        this.look = look;
        this.write = write;
        this.open = open;
    }

    /** The revision that was stored, or empty if the write was refused. */
    Optional<Revision> run(Attempts attempts) throws StoreException {
        boolean lost = false;
        while (true) {
            try {
                return lost ? sendAgain() : write.send();
            } catch (StoreInterrupted e) {
                throw e;
            } catch (StoreException e) {
                lost |= e.retryable();
                if (!attempts.again(e)) {
                    throw lost ? new OutcomeUnknown(where, e) : e;
                }
            }
        }
    }

    private Optional<Revision> sendAgain() throws StoreException {
        Optional<Found> found = look.send();
        Optional<Revision> written = found.flatMap(Found::written);
        if (written.isPresent() || !open.test(found)) {
            return written;
        }
        Optional<Revision> stored = write.send();
        // A refusal may be the echo of our first write, which arrived after we looked.
        return stored.isPresent() ? stored : look.send().flatMap(Found::written);
    }
}
