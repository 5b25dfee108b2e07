package io.freshet.cli;

import io.freshet.core.manifest.Descriptor;
import io.freshet.core.proxy.Proxies;
import io.freshet.core.trust.ChannelName;
import io.freshet.fetcher.http.HttpLimits;
import io.freshet.fetcher.http.Mirror;
import io.freshet.fetcher.http.MirrorChoice;
import io.freshet.fetcher.http.MirrorFault;
import io.freshet.fetcher.http.Mirrors;
import io.freshet.fetcher.trust.SecondChances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which mirrors, and which channel: as the options say, or as a descriptor does that a user has pasted. What a descriptor
 * says is advice: it can mislead about where to look, never about what is right.
 *
 * @param mirrors at least one
 */
record Where(List<Mirror> mirrors, ChannelName channel) {

    /**
     * Puts the options and the descriptor together.
     *
     * @param descriptor URL or path of a descriptor
     */
    static Where of(@Nullable String descriptor, List<Mirror> from, @Nullable ChannelName channel, HttpLimits limits)
            throws IOException, UsageException {
        Descriptor read = descriptor == null ? new Descriptor(List.of(), List.of()) : read(descriptor, limits);
        List<Mirror> mirrors =
                Stream.concat(from.stream(), mirrors(read)).distinct().toList();
        if (mirrors.isEmpty()) {
            throw new UsageException(
                    descriptor == null
                            ? "where from? Name a mirror with --from URL, or give the URL of a descriptor"
                            : descriptor + " names no mirror: add --from URL");
        }
        return new Where(mirrors, channel == null ? only(descriptor, read) : channel);
    }

    /** Opens mirrors; they are the caller's to close. */
    static Mirrors open(List<Mirror> mirrors, HttpLimits limits) throws UsageException {
        Proxies proxies;
        try {
            proxies = Proxies.of(System.getenv());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return new Mirrors(mirrors, limits, proxies, MirrorChoice.LEAST_LOADED, Thread::sleep, System::nanoTime);
    }

    /** The mirrors that a descriptor names. */
    static Stream<Mirror> mirrors(Descriptor descriptor) throws UsageException {
        try {
            return descriptor.mirrors().stream().map(Mirror::new).toList().stream();
        } catch (IllegalArgumentException e) {
            throw new UsageException("in the descriptor: " + e.getMessage());
        }
    }

    private static ChannelName only(@Nullable String descriptor, Descriptor read) throws UsageException {
        if (read.channels().size() != 1) {
            throw new UsageException(
                    descriptor == null || read.channels().isEmpty()
                            ? "which channel? Name it with --channel, like --channel mainnet/archive"
                            : "which channel? Name one of these with --channel: " + String.join(", ", read.channels()));
        }
        try {
            return new ChannelName(read.channels().getFirst());
        } catch (IllegalArgumentException e) {
            throw new UsageException("in the descriptor: " + e.getMessage());
        }
    }

    /** Reads a descriptor from its URL or file; one that lies in a repository and names no mirror is read from one. */
    static Descriptor read(String descriptor, HttpLimits limits) throws IOException, UsageException {
        if (!descriptor.matches("(?i)https?://.*")) {
            Path file = Path.of(descriptor);
            if (!Files.isRegularFile(file)) {
                throw new UsageException(descriptor + " is neither the URL nor the file of a descriptor");
            }
            return Descriptor.read(descriptor, Files.readAllBytes(file));
        }
        int slash = descriptor.lastIndexOf('/');
        Mirror base;
        try {
            base = new Mirror(descriptor.substring(0, slash));
        } catch (IllegalArgumentException e) {
            throw new UsageException("the descriptor: " + e.getMessage());
        }
        try (Mirrors mirrors = open(List.of(base), limits)) {
            String name = descriptor.substring(slash + 1);
            byte[] bytes = SecondChances.usual().read(mirrors, base, name, Descriptor.LIMITS.maxBytes());
            Descriptor read = Descriptor.read(descriptor, bytes);
            boolean inside = descriptor.endsWith("/" + Descriptor.PATH);
            return read.mirrors().isEmpty() && inside ? new Descriptor(List.of(base.url()), read.channels()) : read;
        } catch (MirrorFault.Missing missing) {
            String id = missing.requestId().map(text -> ", request id " + text).orElse("");
            throw new UsageException("there is no descriptor at " + descriptor + " (status " + missing.status() + id
                    + "); to fetch from a mirror: freshet fetch --from " + descriptor
                    + " --channel NAME --root FILE --into DIR");
        }
    }
}
