package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.publisher.upload.FollowerReport;
import java.util.List;

/** What is said of the destinations that follow. */
public final class Followers {

    private Followers() {}

    /** Says which followers are behind; what the command ends with. */
    public static ExitCode exit(List<FollowerReport> followers, Console console) {
        ExitCode exit = ExitCode.OK;
        for (FollowerReport follower : followers) {
            if (follower.failure().isPresent()) {
                console.say("freshet: the repository is as it should be at its authority, but " + follower.url()
                        + " is behind: " + follower.failure().get().getMessage()
                        + "\nThe next publication copies what is missing.");
                exit = ExitCode.BEHIND;
            }
        }
        return exit;
    }

    /** Adds them to a report. */
    public static void write(List<FollowerReport> followers, ObjectNode json) {
        ArrayNode array = json.putArray("followers");
        for (FollowerReport follower : followers) {
            ObjectNode each = array.addObject().put("url", follower.url());
            each.put("upToDate", follower.failure().isEmpty());
            follower.copied()
                    .ifPresent(copied -> each.put("objects", copied.objects()).put("bytes", copied.bytes()));
            follower.failure().ifPresent(failure -> each.put("failure", failure.getMessage()));
        }
    }
}
