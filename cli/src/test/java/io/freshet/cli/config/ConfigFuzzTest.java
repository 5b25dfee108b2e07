package io.freshet.cli.config;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.publisher.PublisherConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whatever stands in a {@code freshet.yaml}: it is understood, or refused by an error that names the file. */
class ConfigFuzzTest {

    @FuzzTest
    void yaml(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("freshet", ".yaml");
        try {
            Files.write(file, bytes);
            PublishConfig config = PublishConfig.read(file);
            config.apply(PublisherConfig.defaults(Path.of("work")));
            config.source();
            config.consistency();
        } catch (ConfigException e) {
            // refused
        } finally {
            Files.delete(file);
        }
    }
}
