package io.freshet.fetcher.trust;

import io.freshet.core.trust.MetadataSource;
import io.freshet.fetcher.http.Mirror;
import io.freshet.fetcher.http.MirrorFault;
import io.freshet.fetcher.http.Mirrors;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trust metadata from mirrors: whole objects, each from the mirror that is asked and from no other. */
public final class MirrorMetadata implements MetadataSource {

    private final Mirrors mirrors;
    private final Map<String, Mirror> byName = new LinkedHashMap<>();

    /** @param mirrors all of which can be asked */
    public MirrorMetadata(Mirrors mirrors) {
        this.mirrors = mirrors;
        mirrors.mirrors().forEach(mirror -> byName.put(mirror.toString(), mirror));
    }

    @Override
    public List<String> mirrors() {
        return List.copyOf(byName.keySet());
    }

    @Override
    public Optional<byte[]> fetch(String mirror, String path, int maxBytes) throws IOException {
        Mirror asked = byName.get(mirror);
        if (asked == null) {
            throw new IllegalArgumentException(mirror + " is not one of the mirrors");
        }
        try {
            return Optional.of(mirrors.get(asked, path, maxBytes));
        } catch (MirrorFault.Missing missing) {
            String id = missing.requestId().map(text -> ", request id " + text).orElse("");
            throw new Absent("status " + missing.status() + id);
        } catch (MirrorFault.TooLarge large) {
            throw new TooLong(mirror, path, large.limit(), large.read());
        } catch (MirrorFault.Compressed compressed) {
            throw new Compressed(mirror, path, compressed.encoding());
        }
    }
}
