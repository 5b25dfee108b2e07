package io.freshet.bench.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** What a run stood on, for the line above its figures. */
final class Machine {

    private Machine() {}

    static String describe() throws IOException {
        long kilobytes = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %d GiB of memory, Linux %s",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                Math.round(kilobytes / 1024.0 / 1024),
                System.getProperty("os.version").replaceAll("-.*", ""));
    }
}
