package io.freshet.publisher.kept;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.publisher.ProgressListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two runs at a time: the second leaves the copy to the first. */
class KeptBaseLockTest {

    @TempDir
    private Path directory;

    private KeptHouse house;

    @BeforeEach
    void keepACopy() throws Exception {
        house = new KeptHouse(directory);
        house.write("mdbx.dat", house.noise(3 * KeptHouse.WINDOW));
        house.keep(KeptHouse.PLENTY);
    }

    /** Keeps a copy in a process of its own: where, how much. */
    public static void main(String[] arguments) throws Exception {
        KeptReport report = new KeptHouse(Path.of(arguments[0])).keep(Long.parseLong(arguments[1]));
        System.out.print(report.failure().map(Throwable::getMessage).orElse("none"));
    }

    private String another(long limit) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            classPath,
                            KeptBaseLockTest.class.getName(),
                            house.directory.toString(),
                            Long.toString(limit))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, KeptHouse.PLENTY})
    void aSecondProcessSaysSoAndLeavesItAlone(long limit) throws Exception {
        Path other = Files.writeString(house.copy("other"), "of the first run's");
        List<String> said = new ArrayList<>();
        KeptReport report = house.keep(KeptHouse.PLENTY, new ProgressListener() {
            @Override
            public void keeping(long bytes) {
                said.add(another(limit));
                assertThat(other).exists();
            }
        });
        assertThat(said).hasSize(1).first().asString().contains("another run keeps it");
        assertThat(report.failure()).isEmpty();
        assertThat(report.bytes()).isEqualTo(3 * KeptHouse.WINDOW);
        assertThat(another(limit)).isEqualTo("none");
        assertThat(Files.exists(house.kept)).isEqualTo(limit > 0);
    }

    @Test
    void aSecondRunOfTheSameProcessToo() throws Exception {
        List<KeptReport> seconds = new ArrayList<>();
        house.keep(KeptHouse.PLENTY, new ProgressListener() {
            @Override
            public void keeping(long bytes) {
                try {
                    seconds.add(house.keep(KeptHouse.PLENTY));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        });
        assertThat(seconds.getFirst().failure().orElseThrow())
                .isInstanceOf(KeptBaseRefused.class)
                .hasMessageContaining("another run keeps it");
    }
}
