package io.freshet.demo;

import io.freshet.cli.screen.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where there is room to play: the first of the usual places for temporary files that has enough. Small machines often
 * keep {@code /tmp} in memory.
 *
 * @param place the directory; empty if none has room
 * @param looked what each place had
 */
record Ground(Optional<Path> place, List<String> looked) {

    /** Looks for {@code bytes} of room in what the environment and the machine offer. */
    static Ground withRoom(long bytes, Map<String, String> environment) {
        Set<Path> places = new LinkedHashSet<>();
        Optional.ofNullable(environment.get("TMPDIR")).filter(t -> !t.isEmpty()).ifPresent(t -> places.add(Path.of(t)));
        places.add(Path.of(System.getProperty("java.io.tmpdir")));
        places.add(Path.of("/var/tmp"));
        places.add(Path.of(System.getProperty("user.home")));
        return withRoom(bytes, places);
    }

    /** Looks in these. */
    static Ground withRoom(long bytes, Set<Path> places) {
        List<String> looked = new ArrayList<>();
        for (Path place : places) {
            try {
                long free = Files.getFileStore(place).getUsableSpace();
                looked.add(place + " has " + Figures.bytes(free) + " free");
                if (free >= bytes && Files.isWritable(place)) {
                    return new Ground(Optional.of(place), looked);
                }
            } catch (IOException e) {
                looked.add(place + " is not there");
            }
        }
        return new Ground(Optional.empty(), looked);
    }
}
