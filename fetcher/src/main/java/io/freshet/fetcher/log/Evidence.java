package io.freshet.fetcher.log;

import io.freshet.core.Digest;
import io.freshet.core.trust.TrustDirectory;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What is kept to show to others.
 *
 * @param directory may not be there yet
 */
record Evidence(Path directory) {

    /** Under a name made of its bytes, so that no evidence takes the place of other evidence. */
    Path save(String kind, byte[] bytes) throws IOException {
        String name = kind + "-" + Digest.of(bytes).toString().substring(0, 16);
        new TrustDirectory(directory).write(name, bytes);
        return directory.resolve(name);
    }
}
