package io.freshet.publisher.commit;

import static java.util.stream.Collectors.joining;

import io.freshet.core.Digest;
import io.freshet.core.attest.AttestationPath;
import io.freshet.core.log.TreeHead;
import io.freshet.core.manifest.Chain;
import io.freshet.core.manifest.Halt;
import io.freshet.core.policy.RulesBroken;
import io.freshet.core.trust.Role;
import io.freshet.publisher.witness.WitnessReport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A repository can't be opened, or a release can't be made in it. */
public abstract sealed class CommitException extends IOException {

    private static final long serialVersionUID = 1;

    private CommitException(String message) {
        super(message);
    }

    /** There is no repository at the destination. */
    public static final class NoRepository extends CommitException {
        NoRepository(String store) {
            super(store + " has no repository. Make one with: freshet init --to " + store + " --keys DIR");
        }
    }

    /** There is one already. */
    public static final class AlreadyThere extends CommitException {
        AlreadyThere(String store) {
            super(store + " has a repository already; it was left as it is. Publish to it, or choose another prefix");
        }
    }

    /** None of the destinations is the one that decides. */
    public static final class NotTheAuthority extends CommitException {
        /** It is {@code authority}. */
        public NotTheAuthority(String authority) {
            super("the authority of this repository is " + authority + ", which is not among the destinations."
                    + " Add --to " + authority);
        }
    }

    /** The channel is not known, and the key that could add it is elsewhere. */
    public static final class UnknownChannel extends CommitException {
        UnknownChannel(String channel) {
            super("channel " + channel + " is not part of this repository, and no root key is here to add it. Where one"
                    + " is, run: freshet channel add " + channel);
        }
    }

    /** Others sign for a channel than was asked for. */
    public static final class OtherKeys extends CommitException {
        OtherKeys(String channel, Role present) {
            super("channel " + channel + " is part of this repository, and signed for by other keys ("
                    + present.shortIds() + "). Nothing was done. To have others sign for it: freshet channel keys "
                    + channel);
        }
    }

    /** Too few witnesses have cosigned the log, and a release was to wait for them. */
    public static final class NotWitnessed extends CommitException {
        NotWitnessed(Optional<WitnessReport> report) {
            super("nothing was released, since too few witnesses have cosigned the log: "
                    + report.map(WitnessReport::toString)
                            .orElse("no online key here is of Ed25519, which alone signs the log")
                    + ". What was uploaded is found again: run the same command again, or without"
                    + " --require-witnesses");
        }
    }

    /** A witness has cosigned another history of the log, and a release was to wait for witnesses. */
    public static final class OtherHistory extends CommitException {
        private final transient List<String> witnesses;

        OtherHistory(List<String> witnesses) {
            super("nothing was released, since a witness has cosigned another history of this log: "
                    + String.join("; ", witnesses)
                    + ". Either somebody who has the online key shows others another log, or this repository was put"
                    + " back to an older state. Ask the witness for the checkpoint that it has, compare (freshet log"
                    + " verify, with --from for each destination), and don't publish until you know; if the witness"
                    + " is at fault, take it out of the policy");
            this.witnesses = List.copyOf(witnesses);
        }

        /** Each that has, and what it says. */
        public List<String> witnesses() {
            return witnesses;
        }
    }

    /** Somebody else released to the same channel meanwhile. */
    public static final class ChannelMoved extends CommitException {
        private final String channel;

        ChannelMoved(String channel, Optional<RunId> by) {
            super("the channel " + channel + " was changed by "
                    + by.map(run -> "run " + run).orElse("another run")
                    + " while this one was under way. Nothing was released; publish again on top of it:"
                    + " run the same command again");
            this.channel = channel;
        }

        /** Which channel it is. */
        public String channel() {
            return channel;
        }
    }

    /** What a publication needs is deleted faster than it can be made. */
    public static final class DeletedAgain extends CommitException {
        /** What a run needs was condemned so many times. */
        public DeletedAgain(int times) {
            super("what this publication needs was condemned or deleted " + times + " times while it was under way."
                    + " Nothing was released. Stop whoever deletes, or let it wait longer, then run the same command"
                    + " again");
        }
    }

    /** A conditional write is refused although its condition holds. */
    public static final class WriteRefused extends CommitException {
        WriteRefused(String store, String object, int times) {
            super(store + " refused a conditional write of " + object + " " + times
                    + " times, although nobody else has written it. What needed that write was not done. A proxy or"
                    + " the store itself does not keep conditional writes: see freshet init --help");
        }
    }

    /** A destination has a repository, and it is another one. */
    public static final class OtherRepository extends CommitException {
        OtherRepository(String store) {
            super(store + " belongs to another repository: its metadata/1.root.json is not this one's. Nothing was"
                    + " written there. Choose another --to");
        }
    }

    /** An object that must be there is not. */
    public static final class Incomplete extends CommitException {
        Incomplete(String store, String object) {
            super(store + " lacks " + object
                    + ", which its metadata name. A lifecycle rule or somebody may have deleted it;"
                    + " restore it, or copy it from another destination");
        }
    }

    /** The metadata at a destination are not what the root that the publisher holds allows. */
    public static final class Untrusted extends CommitException {
        Untrusted(String store, Exception cause) {
            super(store + ": " + cause.getMessage());
            initCause(cause);
        }
    }

    /** Which documents stand has to be said: who had the online key could have the snapshot name anything. */
    public static final class Unsettled extends CommitException {

        private final transient List<Named> roles;

        /**
         * A role of which that has to be said.
         *
         * @param version that is named; 0 where none is
         * @param why it may not be the right one
         * @param others the newest that can stand
         */
        public record Named(String role, long version, String why, List<SignedVersion> others) {

            private String line() {
                String known = others.isEmpty()
                        ? "nothing was found that its keys have signed"
                        : "can stand: "
                                + others.stream().map(SignedVersion::toString).collect(joining(", "));
                return "\n  " + SignedVersion.name(role) + ": "
                        + (version == 0 ? "" : "version " + version + " is named. ") + why + "\n    " + known;
            }

            private String choice() {
                return "--take " + SignedVersion.name(role) + "=VERSION";
            }
        }

        Unsettled(String store, List<Named> roles) {
            super(store
                    + ": a new online key takes over what is named, and that is not sure. Somebody who had the one"
                    + " before may have had the snapshot name it; or the bucket is damaged, or a run was interrupted."
                    + roles.stream().map(Named::line).collect(joining())
                    + "\nSay which version is to stand, by "
                    + roles.stream().map(Named::choice).collect(joining(" ")));
            this.roles = List.copyOf(roles);
        }

        /** The roles of which it has to be said. */
        public List<Named> roles() {
            return roles;
        }
    }

    /** Which log is the repository's is not known. */
    public static final class NoFirstRoot extends CommitException {
        NoFirstRoot() {
            super("the log is named after the repository's first root, and the root.json in --keys is a later one"
                    + " that does not say which that is. Put the first one there: the file that freshet init"
                    + " made");
        }
    }

    /** A root that was to be put in force does not follow the one that is. */
    public static final class RootMoved extends CommitException {
        private RootMoved(String store, long draft, long there, String done) {
            super("the draft is a root of version " + draft + ", and that of " + store + " is of version " + there
                    + " already. " + done
                    + "Make the same change to the root that is there now, and have it signed again");
        }

        static RootMoved untouched(String store, long draft, long there) {
            return new RootMoved(store, draft, there, "Nothing was written. ");
        }

        /** Another root came in while this one was being put in force. */
        static RootMoved overtaken(String store, long version) {
            return new RootMoved(
                    store,
                    version,
                    version,
                    "That one came in while this one was being put in force: if it changes who publishes, the channels"
                        + " are handed over to the draft's keys by now, and no other can publish to them; a root with"
                        + " other keys leaves them there, so that they are given back one by one, by freshet channel"
                        + " keys NAME --online. ");
        }
    }

    /** Nothing can follow a document's version: whoever signed that one wanted it so. */
    public static final class NoNextVersion extends CommitException {
        NoNextVersion(String store) {
            super("the metadata at " + store
                    + " have the highest version that there is, and none can follow: somebody who"
                    + " has the online key has driven it up. Replace that key (freshet root rotate, then root publish):"
                    + " versions begin anew then");
        }
    }

    /** The signed snapshot counts entries that are not there. */
    public static final class LogCutShort extends CommitException {
        LogCutShort(String store, long log, String missing) {
            super(store + " lacks " + missing + ", and the snapshot says that the log has " + log
                    + " entries. Restore it from another destination. If none ever had it, somebody who has the online"
                    + " key has signed that number: replace the key (freshet root rotate, then root publish)");
        }
    }

    /** Something lies in the log's sequence, ahead of all that was signed, that is no entry. */
    public static final class NotAnEntry extends CommitException {
        private final String object;

        NotAnEntry(String store, String object, IOException why) {
            super("nothing was signed: " + object + " of " + store + " is no entry of the log ("
                    + why.getMessage() + "). Nobody with the publisher's keys wrote it: see who else can write there."
                    + " No tree that was signed has it, and no release comes after it. Where another destination, or an"
                    + " older version of the object, has an entry there, restore that; else delete it."
                    + " Then run the same command again");
            this.object = object;
            initCause(why);
        }

        /** Which object it is. */
        public String object() {
            return object;
        }
    }

    /** What lies at the number of an entry that belongs to the log can't be that entry. */
    public static final class EntryReplaced extends CommitException {
        EntryReplaced(String store, String object, IOException why) {
            super("nothing was signed: " + object + " of " + store + " was replaced (" + why.getMessage()
                    + "). The log has an entry there: never delete it. Restore it from another destination, or from an"
                    + " older version of the object, and see who else can write there");
            initCause(why);
        }
    }

    /** The sequence of the log does not make the tree that was signed. */
    public static final class LogDiffers extends CommitException {
        private final transient TreeHead signed;
        private final transient TreeHead made;

        LogDiffers(String store, TreeHead signed, TreeHead made) {
            super("the log at " + store + " was changed: its checkpoint is signed for " + signed
                    + ", of which tiles are missing or damaged, and the entries in log/seq/ make " + made
                    + ". Nothing was written. Keep all of log/ as evidence, see who else can write there, and restore"
                    + " log/ from another destination, or from older versions of its objects");
            this.signed = signed;
            this.made = made;
        }

        /** What the log's key has signed. */
        public TreeHead signed() {
            return signed;
        }

        /** What the sequence makes. */
        public TreeHead made() {
            return made;
        }
    }

    /** So much lies beside a manifest that its publisher's own attestation has no place. */
    public static final class TooManyAttestations extends CommitException {
        TooManyAttestations(Digest manifest) {
            super("all places for attestations of manifest " + manifest + " are taken ("
                    + AttestationPath.of(manifest, 0) + " and on), none by one that this channel's keys have signed."
                    + " Nothing was released. See who can write there, then run the same command again");
        }
    }

    /** A timestamp that is required could not be had. */
    public static final class NotTimestamped extends CommitException {
        NotTimestamped(IOException cause) {
            super("nothing was released, since a timestamp is required: " + cause.getMessage()
                    + ". Run the same command again, or without --require-timestamps; what was uploaded is"
                    + " found again");
            initCause(cause);
        }
    }

    /** A document could not be signed. */
    public static final class Unsigned extends CommitException {
        Unsigned(Exception cause) {
            super(String.valueOf(cause.getMessage()));
            initCause(cause);
        }
    }

    /** A channel is halted. */
    public static final class Halted extends CommitException {
        Halted(String channel, Halt halt) {
            super("the channel " + channel + " is halted since " + halt.time() + ": " + halt.reason()
                    + ". Nothing was released. Once it may go on: freshet channel resume " + channel);
        }
    }

    /** A release is lower than the one before. */
    public static final class LowerHeight extends CommitException {
        LowerHeight(String channel, long before, Optional<Long> height) {
            super("the channel " + channel + " is at height " + before + ", and this is of "
                    + height.map(number -> "height " + number).orElse("no known height")
                    + ": nodes would not take it. To return to an earlier release: freshet channel rollback " + channel
                    + "; else say the right --height");
        }
    }

    /** A release is of another chain than the one before, or does not say which it is of. */
    public static final class OtherNetwork extends CommitException {
        private OtherNetwork(String channel, Chain before, Chain next) {
            super("the channel " + channel + " is of " + before + ", and this is of " + next
                    + ": nodes would not take it. Say the right --network and --chain-id, or release to another"
                    + " channel. If the channel is to change its network all the same: --change-network, which the"
                    + " operator of each node has to allow as well");
        }

        /**
         * Refuses to go on with {@code next}, if nodes would not.
         *
         * @param before what the channel's current release is of
         */
        public static void check(String channel, Chain before, Chain next) throws OtherNetwork {
            if (!before.goesOnAs(next)) {
                throw new OtherNetwork(channel, before, next);
            }
        }
    }

    /** The rules of the channel do not allow it. */
    public static final class NotAllowed extends CommitException {
        NotAllowed(String channel, int approvals) {
            super("only what " + approvals + " of its approvers have approved is released to the channel " + channel
                    + ". Publish to another channel, have that release approved (freshet approve), then: freshet"
                    + " promote. Nothing was done");
        }

        NotAllowed(String channel, RulesBroken why) {
            super("the rules of the channel " + channel + " do not allow it: " + problem(why)
                    + ". Nothing was released");
            initCause(why);
        }

        private static String problem(RulesBroken why) {
            return switch (why) {
                case RulesBroken.NotApproved few ->
                    "it takes " + few.needed() + " approvals, and has "
                            + few.approvedBy().size() + " (freshet approve makes one)";
                case RulesBroken.NotByOnCall _ ->
                    "it takes a key that is on call for it (an approver's where none is listed), and none is among the"
                            + " keys that are here";
                case RulesBroken.OtherRollback _ -> String.valueOf(why.getMessage());
            };
        }
    }

    /** A channel that is to be resumed is not halted. */
    public static final class NotHalted extends CommitException {
        NotHalted(String channel) {
            super("the channel " + channel + " is not halted. Nothing was done");
        }
    }

    /** A channel has no such release. */
    public static final class NothingReleased extends CommitException {
        NothingReleased(String channel, Optional<Long> sequence) {
            super("the channel " + channel + " has "
                    + sequence.map(number -> "no release " + number).orElse("no release yet")
                    + " (freshet show --channel " + channel + " lists them). Nothing was done");
        }
    }

    /** An approval is of something else than what is to be released. */
    public static final class OtherApproval extends CommitException {
        OtherApproval(IllegalArgumentException why) {
            super("an approval is not of this release to this channel: " + why.getMessage() + ". Nothing was done");
        }
    }
}
