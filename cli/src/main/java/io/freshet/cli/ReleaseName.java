package io.freshet.cli;

import io.freshet.core.trust.ChannelName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release as it is typed: {@code mainnet/archive@41}; without a number the current one, without a channel that of a
 * repository which has only one.
 */
record ReleaseName(Optional<ChannelName> channel, Optional<Long> sequence) {

    /** Whatever is current. */
    static final ReleaseName CURRENT = new ReleaseName(Optional.empty(), Optional.empty());

    private static final Pattern FORM = Pattern.compile("([^@]*)(?:@([0-9]{1,15}))?");

    /** Reads it. */
    static ReleaseName parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new IllegalArgumentException("\"" + text
                    + "\" names no release: write mainnet/archive, mainnet/archive@41, or @41 where there is"
                    + " one channel");
        }
        String channel = matcher.group(1);
        return new ReleaseName(
                channel.isEmpty() ? Optional.empty() : Optional.of(new ChannelName(channel)),
                Optional.ofNullable(matcher.group(2)).map(Long::valueOf));
    }

    @Override
    public String toString() {
        return channel.map(ChannelName::name).orElse("")
                + sequence.map(number -> "@" + number).orElse("");
    }
}
