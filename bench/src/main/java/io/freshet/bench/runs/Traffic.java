package io.freshet.bench.runs;

import java.util.List;
import java.util.function.Predicate;

/** What mirrors sent. */
record Traffic(List<Answer> answers) {

    Traffic {
        answers = List.copyOf(answers);
    }

    /** Bytes of bodies. */
    long bytes() {
        return bytes(answer -> true);
    }

    long bytes(Predicate<Answer> which) {
        return answers.stream().filter(which).mapToLong(Answer::bytes).sum();
    }

    int requests() {
        return answers.size();
    }
}
