package io.freshet.witness;

import io.freshet.core.log.TreeHead;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a witness tells its operator. */
public final class Told implements WitnessEvents {

    final List<String> answers = new CopyOnWriteArrayList<>();
    final List<String> conflicts = new CopyOnWriteArrayList<>();
    final List<String> failures = new CopyOnWriteArrayList<>();

    @Override
    public void answered(String origin, int status, String what) {
        answers.add(origin + " " + status + " " + what);
    }

    @Override
    public void conflict(String origin, TreeHead cosigned, TreeHead offered, Optional<String> kept) {
        conflicts.add(origin + " " + cosigned.size() + " " + offered.size() + (kept.isPresent() ? " kept" : ""));
    }

    @Override
    public void failed(String origin, Exception why) {
        failures.add(origin + " " + why.getMessage());
    }
}
