package io.freshet.core.policy;

import io.freshet.core.Digest;
import io.freshet.core.manifest.Halt;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.core.manifest.Rollback;
import io.freshet.core.trust.ChannelName;
import io.freshet.core.trust.KeyTable;
import io.freshet.core.trust.Role;
import io.freshet.core.trust.Signature;
import io.freshet.core.trust.SignatureCount;
import java.util.List;

/** Whether a pointer, which the channel's key has signed or is about to, keeps to the rules of its channel. */
public final class ChannelCheck {

    private final ChannelName channel;
    private final Digest repository;
    private final ChannelRules rules;
    private final KeyTable keys;

    private ChannelCheck(ChannelName channel, Digest repository, ChannelRules rules, KeyTable keys) {
        this.channel = channel;
        this.repository = repository;
        this.rules = rules;
        this.keys = keys;
    }

    /**
     * Checks a pointer.
     *
     * @param policy the repository's, verified
     * @return what is to be believed of it: without a rollback by earlier pointers that the rules do not allow, or not any
     *     more
     * @throws RulesBroken if it does what the policy does not allow
     */
    public static Pointer check(Policy policy, ChannelName channel, Pointer pointer) throws RulesBroken {
        ChannelRules rules = policy.rules(channel).orElse(null);
        return rules == null
                ? pointer
                : new ChannelCheck(channel, policy.repository().orElseThrow(), rules, policy.keys()).check(pointer);
    }

    /**
     * Checks a release that a pointer's history names: later ones say nothing of who approved it.
     *
     * @param policy the repository's, verified
     * @throws RulesBroken if its own approvals are not those that the policy asks for
     */
    public static void check(Policy policy, ChannelName channel, Release release) throws RulesBroken {
        ChannelRules rules = policy.rules(channel).orElse(null);
        if (rules != null) {
            new ChannelCheck(channel, policy.repository().orElseThrow(), rules, policy.keys()).requireApproved(release);
        }
    }

    private void requireApproved(Release release) throws RulesBroken {
        ChannelStatement approval = ChannelStatement.approval(
                repository, channel, release.manifest().sha256(), release.height());
        SignatureCount approvals = SignatureCount.of(rules.approvers(), keys, approval.message(), release.approvals());
        if (!approvals.isMet()) {
            throw new RulesBroken.NotApproved(channel.name(), release.sequence(), approvals);
        }
    }

    private Pointer check(Pointer pointer) throws RulesBroken {
        Release release = pointer.release();
        requireApproved(release);
        if (pointer.halt().isPresent()) {
            Halt halt = pointer.halt().get();
            ChannelStatement said =
                    ChannelStatement.halt(repository, channel, release.sequence(), halt.reason(), halt.time());
            if (!isByOnCall(said, halt.signatures())) {
                throw new RulesBroken.NotByOnCall(channel.name(), "halt");
            }
        }
        return pointer.rollback().isEmpty() || isBelieved(pointer.rollback().get(), release)
                ? pointer
                : pointer.withoutRollback();
    }

    private boolean isBelieved(Rollback back, Release release) throws RulesBroken {
        boolean now = back.from() + 1 == release.sequence();
        if (back.from() >= release.sequence()
                || (now && !back.manifest().equals(release.manifest().sha256()))) {
            throw new RulesBroken.OtherRollback(channel.name(), release.sequence());
        }
        if (isByOnCall(ChannelStatement.rollback(repository, channel, back), back.signatures())) {
            return true;
        }
        if (now) {
            throw new RulesBroken.NotByOnCall(channel.name(), "rollback");
        }
        return false;
    }

    private boolean isByOnCall(ChannelStatement said, List<Signature> signatures) {
        return SignatureCount.of(new Role(rules.acting(), 1), keys, said.message(), signatures)
                .isMet();
    }
}
