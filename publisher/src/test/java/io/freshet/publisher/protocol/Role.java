package io.freshet.publisher.protocol;

/** A channel's signed metadata, {@code N.channel.X.json}, together with the pointer that it names. */
record Role(int version, Release release) {
    String name() {
        return Names.role(release.channel(), version);
    }
}
