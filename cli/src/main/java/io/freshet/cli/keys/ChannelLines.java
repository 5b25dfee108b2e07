package io.freshet.cli.keys;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.trust.Handover.OwnKeys;
import io.freshet.core.trust.Role;
import java.util.ArrayList;
import java.util.List;

/** Channels that have keys of their own, which a root leaves as they are: nobody should think that it takes those in. */
record ChannelLines(List<OwnKeys> channels) {

    /** Copies the list. */
    ChannelLines {
        channels = List.copyOf(channels);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (OwnKeys each : channels) {
            Role role = each.role();
            lines.add("channel      " + each.channel() + " keeps keys of its own, " + role.threshold() + " of "
                    + role.keyIds().size());
            role.keyIds()
                    .forEach(id -> lines.add("             " + id
                            + (each.removed().contains(id) ? "  which no role of the root has any more" : "")));
        }
        return lines;
    }

    /** What is to be done about keys that are gone everywhere else. */
    List<String> warnings() {
        return channels.stream()
                .filter(each -> !each.removed().isEmpty())
                .map(each -> "freshet: warning: the channel " + each.channel() + " is signed for by "
                        + RoleLines.shortened(each.removed())
                        + " still, which the root has taken out of its roles: whoever has stolen that key speaks for"
                        + " the channel until others sign for it: freshet channel keys " + each.channel())
                .toList();
    }

    /** Whether keys that are gone everywhere else still suffice to sign for one of them. */
    boolean areExposed() {
        return channels.stream()
                .anyMatch(each -> each.removed().size() >= each.role().threshold());
    }

    void writeTo(ObjectNode json) {
        ArrayNode all = json.putArray("ownKeys");
        for (OwnKeys each : channels) {
            ObjectNode one = all.addObject().put("channel", each.channel().name());
            one.put("threshold", each.role().threshold());
            ArrayNode keys = one.putArray("keys");
            each.role().keyIds().forEach(keys::add);
            ArrayNode removed = one.putArray("removed");
            each.removed().forEach(removed::add);
        }
    }
}
