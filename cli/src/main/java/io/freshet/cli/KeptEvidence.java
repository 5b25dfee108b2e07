package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.fetcher.version.FetchedDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a fetched directory holds against its publisher: checkpoints of two logs, or a release that was not logged. It is
 * said each time, until somebody takes the files away.
 */
record KeptEvidence(List<Path> files) {

    /** That of a directory; none where nothing was fetched into it yet. */
    static KeptEvidence of(Path directory) throws IOException {
        Optional<FetchedDirectory> fetched = FetchedDirectory.at(directory);
        return new KeptEvidence(fetched.isPresent() ? fetched.get().evidence() : List.of());
    }

    /** Says it, where there is any. */
    void warn(Console console) {
        if (!files.isEmpty()) {
            console.say("freshet: WARNING: " + summary());
        }
    }

    String summary() {
        Path directory = files.getFirst().toAbsolutePath().getParent();
        return directory
                + " holds proof that the publisher, or whoever has its keys, has shown two histories of its log,"
                + " or released what is not in it. Show the " + files.size()
                + " files to the publisher and to others who"
                + " fetch from it, and take nothing without --require-log meanwhile. Once you know why, move that"
                + " directory elsewhere: then this is not said any more";
    }

    void write(ObjectNode json) {
        ArrayNode list = json.putArray("evidence");
        files.forEach(file -> list.add(file.toString()));
    }
}
