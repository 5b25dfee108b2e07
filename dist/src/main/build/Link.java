import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Makes the runtime of the distribution: the modules that the jars in LIB need, as jdeps sees them, and those that are
 * only found by name at run time. Run as {@code java Link.java LIB RUNTIME}.
 */
final class Link {
    // TLS with elliptic curves, socket options of the HTTP client, file systems in jars.
    private static final List<String> FOUND_BY_NAME =
            List.of("jdk.crypto.ec", "jdk.net", "jdk.zipfs", "jdk.unsupported");

    public static void main(String[] args) throws Exception {
        Path lib = Path.of(args[0]);
        Path runtime = Path.of(args[1]);
        List<String> jdeps = new ArrayList<>(List.of(
                "--multi-release",
                "base",
                "--ignore-missing-deps",
                "--print-module-deps",
                // Some jars are modules, which have to find each other; packages that two jars share are warned of.
                "--module-path",
                lib.toString()));
        try (Stream<Path> jars = Files.list(lib)) {
            jars.map(Path::toString)
                    .filter(jar -> jar.endsWith(".jar"))
                    .sorted()
                    .forEach(jdeps::add);
        }
        String modules = run("jdeps", jdeps).strip().lines().toList().getLast() + "," + String.join(",", FOUND_BY_NAME);
        if (Files.exists(runtime)) {
            try (Stream<Path> old = Files.walk(runtime)) {
                for (Path path : old.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        run(
                "jlink",
                List.of(
                        "--add-modules",
                        modules,
                        "--output",
                        runtime.toString(),
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--compress",
                        "zip-6",
                        "--generate-cds-archive",
                        "--vm",
                        "server"));
    }

    private static String run(String tool, List<String> arguments) {
        StringWriter out = new StringWriter();
        int code = ToolProvider.findFirst(tool)
                .orElseThrow(() -> new IllegalStateException("this JDK has no " + tool))
                .run(new PrintWriter(out), new PrintWriter(System.err, true), arguments.toArray(String[]::new));
        if (code != 0) {
            throw new IllegalStateException(tool + " failed with " + code + ": " + out);
        }
        return out.toString();
    }
}
