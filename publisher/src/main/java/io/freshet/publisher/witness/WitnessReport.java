package io.freshet.publisher.witness;

import io.freshet.core.log.Quorum;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Who has cosigned a checkpoint.
 *
 * @param size entries of its tree
 * @param wanted who has to
 * @param met whether that is so
 * @param witnesses each witness of the policy, in its order
 */
public record WitnessReport(long size, Quorum wanted, boolean met, List<Line> witnesses) {

    /** What came of one witness. */
    public sealed interface Line {

        /** What the policy calls it. */
        String name();

        /** It has cosigned, now or before. */
        record Cosigned(String name) implements Line {}

        /**
         * It has not.
         *
         * @param why in words, without a full stop
         */
        record Missing(String name, String why) implements Line {}
    }

    /** Copies the list. */
    public WitnessReport {
        witnesses = List.copyOf(witnesses);
    }

    /** How many have cosigned. */
    public long cosigned() {
        return witnesses.stream().filter(Line.Cosigned.class::isInstance).count();
    }

    /** Those that have not, and why, each as {@code NAME: WHY}. */
    public List<String> missing() {
        return witnesses.stream()
                .filter(Line.Missing.class::isInstance)
                .map(Line.Missing.class::cast)
                .map(line -> line.name() + ": " + line.why())
                .toList();
    }

    /** One line for people. */
    @Override
    public String toString() {
        return cosigned() + " of " + witnesses.size() + " have cosigned, wanted " + wanted
                + missing().stream().map(line -> "; " + line).collect(Collectors.joining());
    }
}
