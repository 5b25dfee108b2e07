package io.freshet.core.trust;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The name of a channel, like {@code mainnet/archive}: 1 to 4 segments separated by slashes, each 1 to 63 of
 * {@code a-z 0-9 _ -} and beginning with a letter or digit; at most 200 characters in all.
 *
 * @param name the name
 */
public record ChannelName(String name) implements Comparable<ChannelName> {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}(/[a-z0-9][a-z0-9_-]{0,62}){0,3}");
    private static final String ROLE_PREFIX = "channel.";

    public ChannelName {
        if (name.length() > 200 || !FORM.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" is no name of a channel: 1 to 4 segments of a-z 0-9 _ -"
                            + " separated by slashes, like mainnet/archive");
        }
    }

    /** The segments of the name. */
    public List<String> segments() {
        return List.of(name.split("/"));
    }

    /** The role that signs for the channel: {@code channel.mainnet.archive}. */
    public String role() {
        return ROLE_PREFIX + name.replace('/', '.');
    }

    /** The target that is the channel's pointer: {@code channels/mainnet/archive.json}. */
    public String target() {
        return "channels/" + name + ".json";
    }

    /** Whether {@code role} is a channel's. */
    public static boolean isRole(String role) {
        return role.startsWith(ROLE_PREFIX);
    }

    /** The channel whose role this is. */
    public static ChannelName ofRole(String role) {
        if (!isRole(role)) {
            throw new IllegalArgumentException("\"" + role + "\" is no role of a channel");
        }
        return new ChannelName(role.substring(ROLE_PREFIX.length()).replace('.', '/'));
    }

    @Override
    public int compareTo(ChannelName other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
