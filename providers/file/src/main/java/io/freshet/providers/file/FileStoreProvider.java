package io.freshet.providers.file;

import io.freshet.providers.api.InvalidStoreUrl;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.StoreContext;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreProvider;
import io.freshet.providers.api.StoreUrl;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

/** Opens {@code file:/path}, {@code file:///path} and bare paths. Knows no parameters. */
public final class FileStoreProvider implements StoreProvider {
    /** Called by {@link java.util.ServiceLoader}. */
    public FileStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("file");
    }

    @Override
    public ObjectStore open(StoreUrl url, StoreContext context) throws StoreException {
        if (!url.authority().isEmpty() && !url.authority().equals("localhost")) {
            throw new InvalidStoreUrl(
                    "a file URL can't name another host",
                    url.text(),
                    "write file:/path, with one slash or three",
                    null);
        }
        if (!url.parameters().isEmpty()) {
            throw new InvalidStoreUrl(
                    "a directory has no parameters, but " + url.parameters().keySet() + " were given",
                    url.text(),
                    "leave them out; for a question mark in the path give the path without \"file:\"",
                    null);
        }
        try {
            return new FileStore(
                    url.text(), Path.of(url.path()).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            throw new InvalidStoreUrl(
                    "not a path of this file system: " + e.getReason(),
                    url.text(),
                    "if it has letters beyond ASCII, set LC_ALL=C.UTF-8",
                    e);
        }
    }
}
