package io.freshet.witness.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/** Closes connections on which no request was answered for a while: a byte now and then is no sign of life. */
final class SlowConnections implements Connection.Listener {

    private final Scheduler scheduler;
    private final Duration patience;

    SlowConnections(Scheduler scheduler, Duration patience) {
        this.scheduler = scheduler;
        this.patience = patience;
    }

    @Override
    public void onOpened(Connection connection) {
        lookAgain(connection, 0);
    }

    private void lookAgain(Connection connection, long answered) {
        scheduler.schedule(() -> look(connection, answered), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(Connection connection, long answered) {
        if (!connection.getEndPoint().isOpen()) {
            return;
        }
        long now = connection.getMessagesOut();
        if (now == answered) {
            connection.getEndPoint().close();
        } else {
            lookAgain(connection, now);
        }
    }
}
