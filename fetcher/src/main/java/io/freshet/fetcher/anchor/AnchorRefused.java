package io.freshet.fetcher.anchor;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** A snapshot is not known to be the chain's. Nothing of it was downloaded, and nothing was changed. */
public abstract sealed class AnchorRefused extends IOException {

    private static final long serialVersionUID = 1;

    private final transient List<Answer> answers;

    private AnchorRefused(String message, List<Answer> answers) {
        super(
                answers.isEmpty()
                        ? message
                        : message + "\n"
                                + answers.stream().map(answer -> "  " + answer).collect(Collectors.joining("\n")));
        this.answers = List.copyOf(answers);
    }

    /** What each of those who were asked has said. */
    public List<Answer> answers() {
        return answers;
    }

    private static String of(Claim claim) {
        return "block " + claim.height() + " " + claim.block();
    }

    /** The manifest does not say what could be asked about. */
    public static final class NothingToCheck extends AnchorRefused {
        NothingToCheck(String problem) {
            super(
                    "the snapshot " + problem + ", so that no anchor can be asked about it. Ask the publisher to say so"
                            + " (publish --height, --block-hash, --state-root), or fetch without --anchor",
                    List.of());
        }
    }

    /** Too few agree, and some say otherwise. */
    public static final class Contradicted extends AnchorRefused {
        Contradicted(Claim claim, long agreed, int quorum, List<Answer> answers) {
            super(
                    "the snapshot says that it stands at " + of(claim) + "; " + agreed + " of the " + quorum
                            + " anchors that must agree do, and others contradict. Either it is of another chain or of"
                            + " a branch that was given up, or its publisher is not who signs for it: do not take it,"
                            + " and tell the publisher",
                    answers);
        }
    }

    /** Too few agree, and who was asked does not know the block. */
    public static final class NoQuorum extends AnchorRefused {
        NoQuorum(Claim claim, long agreed, int quorum, List<Answer> answers) {
            super(
                    "the snapshot says that it stands at " + of(claim) + "; " + agreed + " of the " + quorum
                            + " anchors that must agree do. Name others with --anchor, or wait until these have the"
                            + " block",
                    answers);
        }
    }

    /** Too few could be asked. */
    public static final class Unanswered extends AnchorRefused {
        Unanswered(Claim claim, long agreed, int quorum, List<Answer> answers) {
            super(
                    "the snapshot says that it stands at " + of(claim) + "; " + agreed + " of the " + quorum
                            + " anchors that must agree do, and others could not be asked. Try again later, or name"
                            + " others with --anchor",
                    answers);
        }
    }

    /** Too few have said where the chain's head is. */
    public static final class NoHead extends AnchorRefused {
        NoHead(long known, int needed, List<Answer> answers) {
            super(
                    known + " of the " + needed + " anchors that must say where the chain's head is have said so, which"
                            + " --max-lag-blocks needs. Try again later, or name others with --anchor",
                    answers);
        }
    }
}
