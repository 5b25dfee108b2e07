package io.freshet.core.log;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Who has to cosign a checkpoint (tlog-policy, sections Defining the quorum, Defining a witness group). */
public sealed interface Quorum {

    /** Nobody. */
    record None() implements Quorum {

        @Override
        public boolean isMetBy(Set<VerifierKey> cosigners) {
            return true;
        }

        @Override
        public String toString() {
            return "none";
        }
    }

    /**
     * One witness.
     *
     * @param name what the policy calls it
     * @param url where checkpoints are handed in; empty where the policy does not say
     */
    record Witness(String name, VerifierKey key, String url) implements Quorum {

        @Override
        public boolean isMetBy(Set<VerifierKey> cosigners) {
            return cosigners.contains(key);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Some of several.
     *
     * @param threshold how many of {@code members}, 1 to all
     */
    record Group(String name, int threshold, List<Quorum> members) implements Quorum {

        public Group {
            members = List.copyOf(members);
            if (threshold < 1 || threshold > members.size()) {
                throw new IllegalArgumentException(
                        "group \"" + name + "\" asks for " + threshold + " of its " + members.size() + " members");
            }
        }

        @Override
        public boolean isMetBy(Set<VerifierKey> cosigners) {
            return members.stream().filter(member -> member.isMetBy(cosigners)).count() >= threshold;
        }

        @Override
        public String toString() {
            return threshold + " of "
                    + members.stream().map(Quorum::toString).collect(Collectors.joining(", ", "(", ")"));
        }
    }

    /** Whether these, whose cosignatures are valid, are enough. */
    boolean isMetBy(Set<VerifierKey> cosigners);
}
