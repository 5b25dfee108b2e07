package io.freshet.publisher.commit;

import io.freshet.core.attest.AttestationPath;
import io.freshet.core.timestamp.TimestampAuthority;
import java.util.List;

/**
 * Who is asked when a release was attested.
 *
 * @param authorities at most as many as an attestation has places for timestamps
 * @param required whether there is no release unless each of them has answered
 */
public record Timestamping(List<? extends TimestampAuthority> authorities, boolean required) {

    /** Nobody is asked. */
    public static final Timestamping NONE = new Timestamping(List.of(), false);

    /** @throws IllegalArgumentException if they are more than there are places */
    public Timestamping {
        authorities = List.copyOf(authorities);
        if (authorities.size() > AttestationPath.MOST_TIMESTAMPS) {
            throw new IllegalArgumentException("an attestation has at most " + AttestationPath.MOST_TIMESTAMPS
                    + " timestamps, not " + authorities.size());
        }
    }
}
