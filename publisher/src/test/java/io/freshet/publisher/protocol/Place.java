package io.freshet.publisher.protocol;

import java.util.Locale;

/** The destinations of the model. */
enum Place {
    AUTHORITY,
    FOLLOWER;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
