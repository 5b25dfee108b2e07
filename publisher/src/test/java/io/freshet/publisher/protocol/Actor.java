package io.freshet.publisher.protocol;

/**
 * A process. Its value is all that it remembers; a crash forgets it. One that is not started again needs no word for
 * that: it is one whose turn never comes.
 */
sealed interface Actor permits Publisher, Collector {
    String name();

    /** Offers all that may come of the process's next operation; something always can, unless it has finished. */
    void moves(Turn turn);

    boolean finished();

    /** The same process, started again with nothing but its command line. */
    Actor restarted();
}
