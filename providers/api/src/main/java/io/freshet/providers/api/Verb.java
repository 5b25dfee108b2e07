package io.freshet.providers.api;

/** What can be asked of a store: one request of {@link ObjectStore} each. */
public enum Verb {
    GET,
    GET_RANGE,
    STAT,
    PUT,
    PUT_IF_ABSENT,
    COMPARE_AND_SET,
    DELETE,
    LIST
}
