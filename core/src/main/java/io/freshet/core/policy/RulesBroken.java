package io.freshet.core.policy;

import io.freshet.core.trust.SignatureCount;
import java.io.IOException;
import java.util.List;

/** What a channel's key has signed is not what the channel's rules allow. */
public abstract sealed class RulesBroken extends IOException {

    private static final long serialVersionUID = 1;

    private final String channel;

    private RulesBroken(String channel, String message) {
        super(message);
        this.channel = channel;
    }

    /** The channel. */
    public String channel() {
        return channel;
    }

    /** Too few of the approvers have approved a release. */
    public static final class NotApproved extends RulesBroken {
        private final int needed;
        private final List<String> approvedBy;

        NotApproved(String channel, long sequence, SignatureCount count) {
            super(
                    channel,
                    "release " + sequence + " of " + channel + " has "
                            + count.signed().size() + " of the "
                            + count.threshold() + " approvals that the repository's policy asks for"
                            + (count.faults().isEmpty() ? "" : "; not counted: " + count.faults())
                            + ". Somebody released what was not approved: do not take it, and tell the publisher");
            this.needed = count.threshold();
            this.approvedBy = count.signed();
        }

        /** How many approvals are asked for. */
        public int needed() {
            return needed;
        }

        /** Ids of the keys that did approve. */
        public List<String> approvedBy() {
            return approvedBy;
        }
    }

    /** Nobody on call has signed an act that takes one of them. */
    public static final class NotByOnCall extends RulesBroken {
        NotByOnCall(String channel, String act) {
            super(
                    channel,
                    "the " + act + " of " + channel + " is signed by none of the keys that are on call for it. Somebody"
                            + " acts who may not: tell the publisher");
        }
    }

    /** A rollback names something else than what its pointer does. */
    public static final class OtherRollback extends RulesBroken {
        OtherRollback(String channel, long sequence) {
            super(
                    channel,
                    "release " + sequence + " of " + channel + " takes the channel back to another snapshot than its"
                            + " rollback names, or to one that was never before it. Tell the publisher");
        }
    }
}
