package io.freshet.publisher;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A database whose pages are published night after night: each has a directory of its own. */
abstract class DatabaseNights {

    static final int PAGES = 6000;

    /** Pages that change in a night. */
    static final int CHANGED = 500;

    @TempDir
    Path directory;

    final RecordPages database = new RecordPages(PAGES, 5);
    DedupeRules rules;
    Repository repository;
    int night = -1;

    DatabaseNights(DedupeRules rules) {
        this.rules = rules;
    }

    @BeforeEach
    void publishFirst() throws Exception {
        repository = new Repository(directory);
        publish();
    }

    @AfterEach
    void close() {
        repository.close();
    }

    /** Changes pages and publishes them, the last night being the base. */
    PublishedSnapshot changeAndPublish(int pages) throws IOException, InterruptedException {
        repository.makeDeltasAgainst(source());
        return changeAndPublishKeepingBase(pages);
    }

    PublishedSnapshot changeAndPublishKeepingBase(int pages) throws IOException, InterruptedException {
        database.change(pages);
        return publish();
    }

    /** Publishes the database as it is, as the next night. */
    PublishedSnapshot publish() throws IOException, InterruptedException {
        night++;
        database.write(source().resolve("mdbx.dat"));
        return publishAgain();
    }

    /** Publishes what lies in the night's directory. */
    PublishedSnapshot publishAgain() throws IOException, InterruptedException {
        return repository.publish(source(), config());
    }

    PublisherConfig config() {
        return repository.config().withDedupe(rules);
    }

    /** The night's directory. */
    Path source() {
        return directory.resolve("night-" + night);
    }
}
