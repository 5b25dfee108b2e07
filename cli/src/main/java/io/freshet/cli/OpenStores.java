package io.freshet.cli;

import io.freshet.core.ToolVersion;
import io.freshet.providers.api.MeteredStore;
import io.freshet.providers.api.ObjectStore;
import io.freshet.providers.api.RetryingStore;
import io.freshet.providers.api.StoreContext;
import io.freshet.providers.api.StoreException;
import io.freshet.providers.api.StoreUrl;
import io.freshet.providers.api.Stores;
import io.freshet.providers.api.Throttle;
import io.freshet.providers.api.ThrottledStore;
import io.freshet.providers.api.Traffic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stores by their URLs: metered, within one rate for all, and patient. */
public final class OpenStores implements AutoCloseable {

    private final List<ObjectStore> stores = new ArrayList<>();
    private final List<MeteredStore> meters = new ArrayList<>();

    /** @param bytesPerSecond for all together; 0 for no limit */
    public OpenStores(List<String> urls, long bytesPerSecond) throws StoreException {
        Stores all = Stores.load(OpenStores.class.getClassLoader(), StoreContext.ofProcess(ToolVersion.current()));
        Throttle throttle = bytesPerSecond > 0 ? Throttle.of(bytesPerSecond) : null;
        boolean complete = false;
        try {
            for (String url : urls) {
                MeteredStore meter = new MeteredStore(all.open(absolute(url)));
                meters.add(meter);
                stores.add(RetryingStore.of(throttle == null ? meter : new ThrottledStore(meter, throttle, throttle)));
            }
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    /**
     * A repository remembers the URL of its authority: a directory is named in the same way from wherever the command is
     * run.
     */
    static String absolute(String url) throws StoreException {
        StoreUrl parsed = StoreUrl.parse(url);
        boolean directory = parsed.scheme().equals("file")
                && parsed.authority().isEmpty()
                && parsed.parameters().isEmpty();
        return directory
                ? "file:"
                        + Path.of(parsed.path())
                                .toAbsolutePath()
                                .normalize()
                                .toString()
                                .replace("%", "%25")
                                .replace("?", "%3F")
                : url;
    }

    /** In the order of the URLs. */
    public List<ObjectStore> all() {
        return List.copyOf(stores);
    }

    /** What went to and from all of them. */
    Traffic traffic() {
        return meters.stream().map(MeteredStore::traffic).reduce(new Traffic(0, 0, 0, 0), Traffic::plus);
    }

    @Override
    public void close() {
        meters.forEach(MeteredStore::close);
    }
}
