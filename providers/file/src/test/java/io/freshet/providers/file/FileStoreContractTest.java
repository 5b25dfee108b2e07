package io.freshet.providers.file;

import io.freshet.providers.testkit.ObjectStoreContract;
import io.freshet.providers.testkit.StoreFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileStoreContractTest implements ObjectStoreContract {
    @TempDir
    Path dir;

    @Override
    public StoreFixture fixture() throws Exception {
        Path root = Files.createTempDirectory(dir, "store");
        return () -> new FileStore("file:" + root, root);
    }
}
