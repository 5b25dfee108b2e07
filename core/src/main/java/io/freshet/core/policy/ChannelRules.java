package io.freshet.core.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.json.JsonException;
import io.freshet.core.json.JsonObject;
import io.freshet.core.trust.Role;
import java.util.HashSet;
import java.util.List;

/**
 * What a channel is held to.
 *
 * @param approvers of whom so many, as the threshold says, must have approved a snapshot that is released
 * @param onCall ids of keys one of which must have signed a halt, or a return to what was approved before; where there are
 *     none, one of the approvers must have
 */
public record ChannelRules(Role approvers, List<String> onCall) {

    /** How many keys a channel's rules list at most. */
    public static final int MOST_KEYS = 32;

    /** @throws IllegalArgumentException if nobody could keep to them */
    public ChannelRules {
        onCall = List.copyOf(onCall);
        int listed = approvers.keyIds().size();
        if (approvers.threshold() > listed) {
            throw new IllegalArgumentException(
                    approvers.threshold() + " approvals are never given by " + listed + " approvers");
        }
        if (listed + onCall.size() > MOST_KEYS) {
            throw new IllegalArgumentException(
                    (listed + onCall.size()) + " keys are more than the " + MOST_KEYS + " that a channel may list");
        }
        if (new HashSet<>(onCall).size() != onCall.size()) {
            throw new IllegalArgumentException("a key on call is listed twice");
        }
    }

    /** Ids of the keys any of which may halt the channel or take it back. */
    public List<String> acting() {
        return onCall.isEmpty() ? approvers.keyIds() : onCall;
    }

    static ChannelRules read(JsonObject json) throws JsonException {
        JsonObject approvals = json.object("approvals");
        List<String> keyIds = approvals.strings("keyids");
        int threshold = (int) approvals.integer("threshold", 1, MOST_KEYS);
        List<String> onCall = json.has("onCall") ? json.strings("onCall") : List.of();
        return json.build(() -> new ChannelRules(new Role(keyIds, threshold), onCall));
    }

    void writeTo(ObjectNode json) {
        ObjectNode approvals = json.putObject("approvals");
        approvals.put("threshold", approvers.threshold());
        ArrayNode ids = approvals.putArray("keyids");
        approvers.keyIds().forEach(ids::add);
        ArrayNode acting = json.putArray("onCall");
        onCall.forEach(acting::add);
    }
}
