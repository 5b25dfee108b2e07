package io.freshet.publisher.commit;

import io.freshet.core.trust.ChannelName;
import java.util.Optional;

/**
 * A version of the targets' or of a channel's document that its keys have signed, whatever a snapshot names.
 *
 * @param sequence of the release that it points to, if it is a channel's, and that can be read
 */
public record SignedVersion(String role, long version, Optional<Long> sequence) {

    /** What people call a role: channels by their names. */
    public static String name(String role) {
        return ChannelName.isRole(role) ? ChannelName.ofRole(role).name() : role;
    }

    @Override
    public String toString() {
        return version + sequence.map(number -> " (release " + number + ")").orElse("");
    }
}
