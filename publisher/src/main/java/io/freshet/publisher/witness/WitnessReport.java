package io.freshet.publisher.witness;

import io.freshet.core.log.Quorum;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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

        /**
         * It has not, and says that it has cosigned another history of the same log.
         *
         * @param why in words, without a full stop
         */
        record Contradicting(String name, String why) implements Line {}
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
        return lines(line -> switch (line) {
            case Line.Missing missing -> Optional.of(missing.why());
            case Line.Contradicting other -> Optional.of(other.why());
            case Line.Cosigned _ -> Optional.empty();
        });
    }

    /** Those of them that have cosigned another history of the log, likewise. */
    public List<String> contradicting() {
        return lines(line -> line instanceof Line.Contradicting other ? Optional.of(other.why()) : Optional.empty());
    }

    private List<String> lines(Function<Line, Optional<String>> why) {
        return witnesses.stream()
                .flatMap(line -> why.apply(line).map(text -> line.name() + ": " + text).stream())
                .toList();
    }

    /** One line for people. */
    @Override
    public String toString() {
        return cosigned() + " of " + witnesses.size() + " have cosigned, wanted " + wanted
                + missing().stream().map(line -> "; " + line).collect(Collectors.joining());
    }
}
