package io.freshet.demo.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages tell people to type works, and prints what they show. */
@Timeout(value = 900, unit = TimeUnit.SECONDS)
class DocsTest {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern ENDS_WITH = Pattern.compile("(?:(.*); )?ends with ([0-9]+)");
    /** Builds the tree itself: {@code .ci/run} types these. */
    private static final Pattern OF_THE_TREE = Pattern.compile("(\\./freshet demo|mvn verify|mvn -Pdist package)\\b.*");

    /** Tools that not every machine has: a block that needs one is not tried where it is missing. */
    private static final Pattern TOOL = Pattern.compile("\\b(curl|zstd|softhsm2-util|pkcs11-tool)\\b");

    @TempDir
    private Path directory;

    static Stream<Path> pages() throws IOException {
        Path docs = REPOSITORY.resolve("docs");
        try (Stream<Path> all = Files.walk(docs)) {
            List<Path> pages = all.filter(page -> page.toString().endsWith(".md"))
                    .filter(page -> !page.startsWith(docs.resolve("adr")) && !page.startsWith(docs.resolve("spec")))
                    .sorted()
                    .toList();
            return Stream.concat(Stream.of(REPOSITORY.resolve("README.md")), pages.stream());
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatAPageSaysWorks(Path page) throws Exception {
        List<Block> blocks = Block.of(page);
        if (blocks.stream().noneMatch(Block::isTyped)) {
            return;
        }
        try (World world = new World(directory)) {
            // Somebody has to publish first, whatever a page begins with.
            List<Block> beginnings =
                    blocks.stream().filter(Block::makesARepository).toList();
            for (Block block : beginnings.isEmpty() ? beginningsOf(REPOSITORY.resolve("README.md")) : beginnings) {
                tryOut(world, block);
            }
            for (Block block : blocks) {
                if (block.file().isPresent()) {
                    world.write(block.file().get(), block.text());
                } else if (block.isTyped() && !block.makesARepository()) {
                    tryOut(world, block);
                }
            }
        }
    }

    private static List<Block> beginningsOf(Path page) throws IOException {
        return Block.of(page).stream().filter(Block::makesARepository).toList();
    }

    private static void tryOut(World world, Block block) throws Exception {
        Matcher ending = ENDS_WITH.matcher(block.direction());
        boolean fails = ending.matches();
        String happens = fails ? (ending.group(1) == null ? "" : ending.group(1)) : block.direction();
        if (!happens.isEmpty()) {
            world.happens(happens);
        }
        for (Block.Step step : block.steps()) {
            String command = withoutThoseOfTheTree(step.command());
            if (command.isBlank() || !hasToolsOf(command)) {
                continue;
            }
            World.Run run = world.type(command);
            String said = block + ":\n" + step.command() + "\n" + String.join("\n", run.output());
            assertThat(run.code()).as(said).isEqualTo(fails ? Integer.parseInt(ending.group(2)) : 0);
            if (!step.output().isEmpty()) {
                assertThat(Shape.of(run.output())).as(said).isEqualTo(Shape.of(step.output()));
            }
        }
        world.settle();
    }

    private static String withoutThoseOfTheTree(String command) throws IOException {
        String checked = Files.readString(REPOSITORY.resolve(".ci/run"));
        StringBuilder rest = new StringBuilder();
        for (String line : command.lines().toList()) {
            Matcher known = OF_THE_TREE.matcher(line);
            if (known.matches()) {
                assertThat(checked).contains(known.group(1));
            } else {
                rest.append(line).append('\n');
            }
        }
        return rest.toString();
    }

    private static boolean hasToolsOf(String command) {
        String[] places = System.getenv("PATH").split(":");
        return TOOL.matcher(command)
                .results()
                .allMatch(tool ->
                        Stream.of(places).anyMatch(place -> Files.isExecutable(Path.of(place, tool.group(1)))));
    }

    @Test
    void theReadmeIsShortAndItsFirstScreenHasTheTwoCommands() throws IOException {
        List<String> lines = Files.readAllLines(REPOSITORY.resolve("README.md"));
        assertThat(lines).hasSizeLessThanOrEqualTo(150);
        assertThat(String.join("\n", lines.subList(0, 40)))
                .contains("./freshet demo", "mvn verify", "instead", "zstd -d | tar x");
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        Pattern link = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
        for (Path page : pages().toList()) {
            Matcher found = link.matcher(Files.readString(page));
            while (found.find()) {
                assertThat(page.getParent().resolve(found.group(1)))
                        .as(page.toString())
                        .exists();
            }
        }
    }

    /** {@code `FooTest.itHolds`} in a page is a promise that there is such a test. */
    @Test
    void testsThatArePointedToAreThere() throws IOException {
        Pattern pointed = Pattern.compile("`([A-Z]\\w*Test)(?:\\.(\\w+))?`");
        Map<String, String> tests = tests();
        for (Path page : pages().toList()) {
            Matcher found = pointed.matcher(Files.readString(page));
            while (found.find()) {
                assertThat(tests).as(page.toString()).containsKey(found.group(1));
                if (found.group(2) != null) {
                    assertThat(tests.get(found.group(1))).contains("void " + found.group(2) + "(");
                }
            }
        }
    }

    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new HashMap<>();
        try (Stream<Path> all = Files.walk(REPOSITORY)) {
            for (Path test : all.filter(path -> path.toString().matches(".*/src/test/.*Test\\.java"))
                    .toList()) {
                tests.put(test.getFileName().toString().replace(".java", ""), Files.readString(test));
            }
        }
        return tests;
    }
}
