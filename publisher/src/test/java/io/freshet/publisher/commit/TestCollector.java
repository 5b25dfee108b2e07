package io.freshet.publisher.commit;

import io.freshet.core.Digest;
import io.freshet.core.trust.SnapshotCustom.CondemnedRef;
import io.freshet.providers.api.Body;
import io.freshet.providers.api.ObjectHeaders;
import io.freshet.providers.api.PutResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The commits of a collector, without its rules: it condemns what it is told to. */
public final class TestCollector {

    private final Repository repository;

    public TestCollector(Repository repository) {
        this.repository = repository;
    }

    /** The paths that are condemned now. */
    public List<String> condemned() throws IOException {
        return list().entries().stream().map(CondemnedList.Entry::object).toList();
    }

    /** Condemns these paths, in one commit. */
    public void condemn(Collection<String> objects) throws IOException {
        List<CondemnedList.Entry> entries = new ArrayList<>(list().entries());
        for (String object : objects) {
            entries.add(new CondemnedList.Entry(object, list().number() + 1, Optional.empty(), Optional.empty()));
        }
        commit(entries);
    }

    /** Deletes all that is condemned, and drops it from the list. */
    public void eraseAndForget() throws IOException {
        for (String object : condemned()) {
            repository.desk().store().delete(object);
        }
        commit(List.of());
    }

    private CondemnedList list() throws IOException {
        return repository.desk().reader().condemned(repository.desk().state());
    }

    private void commit(List<CondemnedList.Entry> entries) throws IOException {
        RepositoryState state = repository.desk().state();
        CondemnedRef written = write(state.condemnedNumber() + 1, entries);
        if (!repository.commit(state, List.of(), state.custom().withCondemned(written))) {
            throw new IOException("another one was faster");
        }
    }

    private CondemnedRef write(long from, List<CondemnedList.Entry> entries) throws IOException {
        for (long number = from; ; number++) {
            byte[] bytes = new CondemnedList(number, entries).toBytes();
            CondemnedRef ref = new CondemnedRef(number, bytes.length, Digest.of(bytes));
            if (repository.desk().store().putIfAbsent(ref.path(), Body.of(bytes), ObjectHeaders.IMMUTABLE_JSON)
                    instanceof PutResult.Stored) {
                return ref;
            }
        }
    }
}
