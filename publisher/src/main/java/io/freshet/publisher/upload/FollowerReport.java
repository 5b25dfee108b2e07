package io.freshet.publisher.upload;

import io.freshet.publisher.commit.CopyReport;
import java.io.IOException;
import java.util.Optional;

/**
 * How a follower stands after a release.
 *
 * @param url of the destination
 * @param copied what was still to be copied after the packs
 * @param failure why it has not all of the release; the next run copies what is missing
 */
public record FollowerReport(String url, Optional<CopyReport> copied, Optional<IOException> failure) {}
