import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The shape of the source as a check: palantir-java-format's layout, no method over 70 lines, no file over 500, no
 * promises left in comments. Run by the root of the build as {@code java .ci/Tidy.java check|write ROOT}; {@code write}
 * reformats what differs. Only files that changed since the last clean run are looked at.
 */
final class Tidy {
    private static final int METHOD_LINES = 70;
    private static final int FILE_LINES = 500;
    private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules");
    // In two halves, so that this file passes its own check.
    private static final List<String> PROMISES = List.of("TO" + "DO", "FIX" + "ME", "XX" + "X:");

    private final Path root;
    private final boolean write;
    private final Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    private Tidy(Path root, boolean write) {
        this.root = root;
        this.write = write;
    }

    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[1]).toRealPath();
        Path stamp = root.resolve("target/tidy.stamp");
        // Taken before the files are read: one that changes meanwhile is looked at again.
        FileTime started = FileTime.from(java.time.Instant.now());
        Tidy tidy = new Tidy(root, args[0].equals("write"));
        sources(root, stamp).parallelStream().forEach(tidy::visit);
        if (!tidy.complaints.isEmpty()) {
            tidy.complaints.stream().sorted().forEach(System.err::println);
            System.err.println("To reformat everything: .ci/format");
            System.exit(1);
        }
        Files.createDirectories(stamp.getParent());
        Files.writeString(stamp, "");
        Files.setLastModifiedTime(stamp, started);
    }

    private static List<Path> sources(Path root, Path stamp) throws IOException {
        FileTime since = Files.exists(stamp) ? Files.getLastModifiedTime(stamp) : FileTime.fromMillis(0);
        boolean rulesChanged =
                Files.getLastModifiedTime(root.resolve(".ci/Tidy.java")).compareTo(since) >= 0
                        || Files.getLastModifiedTime(root.resolve("pom.xml")).compareTo(since) >= 0;
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                return SKIPPED.contains(dir.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                boolean changed = rulesChanged || attributes.lastModifiedTime().compareTo(since) >= 0;
                if (changed && attributes.isRegularFile() && file.toString().endsWith(".java")) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private void visit(Path file) {
        try {
            String source = Files.readString(file);
            String tidy = formatter.formatSourceAndFixImports(source);
            if (!tidy.equals(source)) {
                if (write) {
                    Files.writeString(file, tidy);
                } else {
                    complain(file, firstDifference(source, tidy), "is not formatted");
                }
            }
            measure(file, tidy);
        } catch (FormatterException e) {
            complain(file, 1, "cannot be parsed: " + e.getMessage());
        } catch (IOException e) {
            complain(file, 1, "cannot be read or written: " + e);
        }
    }

    private void measure(Path file, String source) throws IOException {
        List<String> lines = source.lines().toList();
        if (lines.size() > FILE_LINES) {
            complain(file, FILE_LINES, "has " + lines.size() + " lines, more than " + FILE_LINES);
        }
        for (int i = 0; i < lines.size(); i++) {
            for (String promise : PROMISES) {
                if (lines.get(i).contains(promise)) {
                    complain(file, i + 1, "says " + promise + ": do it, or open an issue");
                }
            }
        }
        if (lines.size() > METHOD_LINES) {
            measureMethods(file, source);
        }
    }

    private void measureMethods(Path file, String source) throws IOException {
        var object = new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        var task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, diagnostic -> {}, List.of("-proc:none"), null, List.of(object));
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        for (CompilationUnitTree unit : task.parse()) {
            new TreePathScanner<Void, Void>() {
                @Override
                public Void visitMethod(MethodTree method, Void nothing) {
                    var lineMap = unit.getLineMap();
                    long first = lineMap.getLineNumber(positions.getStartPosition(unit, method));
                    long last = lineMap.getLineNumber(positions.getEndPosition(unit, method));
                    if (last - first + 1 > METHOD_LINES) {
                        long length = last - first + 1;
                        complain(file, first, method.getName() + " has " + length + " lines, more than 70");
                    }
                    return super.visitMethod(method, nothing);
                }
            }.scan(unit, null);
        }
    }

    private void complain(Path file, long line, String what) {
        complaints.add(root.relativize(file) + ":" + line + ": " + what);
    }

    private static int firstDifference(String a, String b) {
        List<String> left = a.lines().toList();
        List<String> right = b.lines().toList();
        int line = 0;
        while (line < left.size() && line < right.size() && left.get(line).equals(right.get(line))) {
            line++;
        }
        return line + 1;
    }
}
