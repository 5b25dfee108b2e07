package io.freshet.bench.runs;

/**
 * What a command took.
 *
 * @param wall seconds from start to end
 * @param cpu seconds of user and system time, of all its processes
 * @param resident the largest resident memory of any one of its processes, in MiB
 * @param traffic what the mirrors sent meanwhile
 */
record Cost(double wall, double cpu, double resident, Traffic traffic) {

    /** What {@code /usr/bin/time -f '%e %U %S %M'} wrote. */
    static Cost parse(String line, Traffic traffic) {
        String[] words = line.strip().split(" ", -1);
        if (words.length != 4) {
            throw new IllegalArgumentException("not the four numbers of /usr/bin/time: " + line);
        }
        return new Cost(
                Double.parseDouble(words[0]),
                Double.parseDouble(words[1]) + Double.parseDouble(words[2]),
                Double.parseDouble(words[3]) / 1024,
                traffic);
    }

    /** Bytes of bodies that the mirrors sent. */
    double bytes() {
        return traffic.bytes();
    }

    /** Requests that the mirrors answered. */
    double requests() {
        return traffic.requests();
    }
}
