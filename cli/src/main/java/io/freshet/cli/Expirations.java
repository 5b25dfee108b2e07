package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.trust.Role;
import io.freshet.core.trust.RoleName;
import io.freshet.publisher.commit.Expiring;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is said of signatures that this run should have renewed, and lacked the keys for. */
record Expirations(List<Expiring> expiring, Path keys, Instant now) {

    /** From then on it is said on standard error, too, where a cron job mails it. */
    private static final Duration SOON = Duration.ofDays(30);

    /** A line for each, and what to do; nothing where nothing expires. */
    List<String> lines() {
        return expiring.stream()
                .map(each ->
                        "expiring     " + each.role() + ", " + Texts.expiry(each.expires(), now) + ": " + remedy(each))
                .toList();
    }

    /** Whether any of them expires soon, or has expired. */
    boolean isUrgent() {
        return expiring.stream().anyMatch(each -> each.expires().isBefore(now.plus(SOON)));
    }

    /** Warns of those that expire soon, or have expired. */
    void warn(Console console) {
        for (Expiring each : expiring) {
            if (each.expires().isBefore(now.plus(SOON))) {
                console.say("freshet: warning: the signatures of " + each.role()
                        + (each.expires().isAfter(now) ? " expire " : " have expired: ")
                        + Texts.expiry(each.expires(), now) + ". Nobody can fetch after that: " + remedy(each));
            }
        }
    }

    void write(ObjectNode json) {
        ArrayNode array = json.putArray("expiring");
        expiring.forEach(each -> array.addObject()
                .put("role", each.role())
                .put("expires", each.expires().toString()));
    }

    /** Whose signatures it takes. Those of several people come to a root by a draft: one directory has never all their keys. */
    private String remedy(Expiring each) {
        Role signers = each.signers();
        if (each.role().equals(RoleName.ROOT) && signers.threshold() > 1) {
            return "make the next root (freshet root renew), and have it signed by " + signers.threshold()
                    + " of the keys " + signers.shortIds();
        }
        String which = signers.threshold() > 1
                ? signers.threshold() + " of the keys "
                : signers.keyIds().size() > 1 ? "one of the keys " : "the key ";
        return "bring " + which + signers.shortIds() + " (freshet key list DIR) into " + keys
                + " for one run of freshet renew or freshet publish";
    }
}
