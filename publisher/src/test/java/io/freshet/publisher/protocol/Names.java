package io.freshet.publisher.protocol;

import java.util.stream.Stream;

/** Object names. A pack is called by what it holds, as its digest would do. */
final class Names {
    static final String TIMESTAMP = "metadata/timestamp.json";
    static final String INTENTS = "intents/";
    static final String PACKS = "packs/";
    /** Only where the list of the condemned is (wrongly) kept apart from the timestamp. */
    static final String HEAD = "condemned/head.json";

    private Names() {}

    static String snapshot(int version) {
        return "metadata/" + version + ".snapshot.json";
    }

    static String role(String channel, int version) {
        return "metadata/" + version + ".channel." + channel + ".json";
    }

    static String condemned(int number) {
        return "condemned/" + number + ".json";
    }

    static String log(int number) {
        return "log/seq/" + number;
    }

    static String intent(String run, String what) {
        return INTENTS + run + "/" + what;
    }

    /** Whose intent it is. */
    static String run(String intent) {
        return intent.substring(INTENTS.length(), intent.indexOf('/', INTENTS.length()));
    }

    /** The metadata that a snapshot leads to, and its own. */
    static Stream<String> bound(Snapshot snapshot) {
        Stream<String> roles = snapshot.roles().values().stream().map(Role::name);
        return Stream.concat(roles, Stream.of(condemned(snapshot.condemned().number()), snapshot.name()));
    }

    static String pack(String name) {
        return PACKS + name;
    }
}
