package io.freshet.fetcher.http;

import java.time.Duration;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;

/** What a status means that is not the one that was hoped for. */
final class StatusFaults {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private StatusFaults() {}

    static MirrorFault of(HttpResponse response, MirrorFault.Asked asked) {
        int status = response.getCode();
        return switch (status) {
            case 403, 404, 410 -> new MirrorFault.Missing(asked, status);
            case 429, 503 -> new MirrorFault.Throttled(asked, status, retryAfter(response));
            case 200 ->
                new MirrorFault.WrongAnswer(
                        asked, "answered a request for a range with the whole object (status 200)", false);
            case 416 -> new MirrorFault.WrongAnswer(asked, "has fewer bytes than that (status 416)", false);
            default -> new MirrorFault.WrongAnswer(asked, "answered with status " + status, status >= 500);
        };
    }

    private static Duration retryAfter(HttpResponse response) {
        Header header = response.getFirstHeader("Retry-After");
        if (header == null || !header.getValue().matches("[0-9]{1,6}")) {
            return Duration.ZERO;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(header.getValue()));
        return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }
}
