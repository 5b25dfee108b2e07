package io.freshet.cli;

import io.freshet.cli.config.ConfigException;
import io.freshet.cli.config.PublishConfig;
import io.freshet.core.attest.AttestationPath;
import io.freshet.core.proxy.Proxies;
import io.freshet.fetcher.http.HttpTimestampAuthority;
import io.freshet.publisher.commit.Timestamping;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Who says when a release was attested. */
final class TimestampOptions {

    @Option(
            names = "--timestamp-authority",
            paramLabel = "URL",
            description = "Authority (RFC 3161) that signs when the release's attestation was there; repeat for up to"
                    + " four.")
    private List<String> authorities = new ArrayList<>();

    @Option(
            names = "--require-timestamps",
            description = "Release nothing unless each authority has answered; without, a warning says which has not.")
    private boolean required;

    /** What the options say, or else the configuration. */
    Timestamping timestamping(PublishConfig config) throws ConfigException, UsageException {
        List<String> urls = authorities.isEmpty() ? config.timestampAuthorities() : authorities;
        boolean require = required || config.requiresTimestamps();
        if (require && urls.isEmpty()) {
            throw new UsageException("timestamps are required, of whom? Name an authority with --timestamp-authority");
        }
        if (urls.size() > AttestationPath.MOST_TIMESTAMPS) {
            throw new UsageException("at most " + AttestationPath.MOST_TIMESTAMPS
                    + " timestamp authorities are asked, not " + urls.size());
        }
        try {
            Proxies proxies = Proxies.of(System.getenv());
            return new Timestamping(
                    urls.stream()
                            .map(url -> new HttpTimestampAuthority(url, proxies, HttpTimestampAuthority.PATIENCE))
                            .toList(),
                    require);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
