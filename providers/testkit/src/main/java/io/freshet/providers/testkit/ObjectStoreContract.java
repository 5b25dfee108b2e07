package io.freshet.providers.testkit;

/**
 * The contract of {@link io.freshet.providers.api.ObjectStore} as tests. A provider's test class implements this interface
 * and {@link #fixture()}, and overrides nothing else: where stores differ, their {@link
 * io.freshet.providers.api.Capabilities} say so.
 */
public interface ObjectStoreContract
        extends ReadContract, WriteContract, ConditionContract, ListContract, RaceContract {}
