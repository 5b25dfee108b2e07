package io.freshet.fetcher;

import io.freshet.fetcher.testing.TestMirror;
import io.freshet.fetcher.testing.TestNode;
import io.freshet.fetcher.testing.TestRepository;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A repository, one mirror of it, and a directory that is fetched into. */
abstract class OneMirror {

    @TempDir
    Path directory;

    TestRepository repository;
    TestMirror mirror;
    TestNode node;

    OneMirror(TestRepository repository) {
        this.repository = repository;
    }

    @BeforeEach
    void openMirror() throws Exception {
        mirror = new TestMirror(repository.objects());
        node = new TestNode(directory.resolve("into"));
    }

    @AfterEach
    void closeMirror() throws Exception {
        mirror.close();
    }
}
