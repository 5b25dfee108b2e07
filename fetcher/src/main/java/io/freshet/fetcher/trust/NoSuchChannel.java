package io.freshet.fetcher.trust;

import io.freshet.core.trust.ChannelName;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** A channel was asked for that the repository does not have, or that nothing was released to yet. */
public final class NoSuchChannel extends IOException {

    private static final long serialVersionUID = 1;

    private final transient ChannelName channel;

    /**
     * @param channel what was asked for
     * @param all the channels that the repository has
     */
    NoSuchChannel(ChannelName channel, List<ChannelName> all) {
        super(all.contains(channel) ? "channel " + channel + " has no release yet" : missing(channel, all));
        this.channel = channel;
    }

    /** What was asked for. */
    public ChannelName channel() {
        return channel;
    }

    private static String missing(ChannelName channel, List<ChannelName> all) {
        String names = all.stream().map(ChannelName::name).collect(Collectors.joining(", "));
        return "there is no channel " + channel + "; the repository has " + (names.isEmpty() ? "none" : names);
    }
}
