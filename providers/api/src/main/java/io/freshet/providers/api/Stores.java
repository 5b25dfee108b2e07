package io.freshet.providers.api;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** Opens any store by its URL, with the providers that are there. */
public final class Stores {
    private final List<StoreProvider> providers;
    private final StoreContext context;

    /** With these providers; of two for one scheme the first one is taken. */
    public Stores(List<StoreProvider> providers, StoreContext context) {
        this.providers = List.copyOf(providers);
        this.context = context;
    }

    /** With the providers that {@code loader} finds: the program's own ones, and those of plugins. */
    public static Stores load(ClassLoader loader, StoreContext context) {
        List<StoreProvider> found = new ArrayList<>();
        ServiceLoader.load(StoreProvider.class, loader).forEach(found::add);
        return new Stores(found, context);
    }

    /**
     * Opens the store that {@code url} names, bare: the caller wraps it with {@link MeteredStore}, {@link ThrottledStore}
     * and {@link RetryingStore}, in this order.
     *
     * @throws InvalidStoreUrl if the URL can't be understood, or no provider knows its scheme
     */
    public ObjectStore open(StoreUrl url) throws StoreException {
        for (StoreProvider provider : providers) {
            if (provider.schemes().contains(url.scheme())) {
                return provider.open(url, context);
            }
        }
        throw new InvalidStoreUrl(
                "no provider knows the scheme \"" + url.scheme() + "\"",
                url.text(),
                "known are " + String.join(", ", schemes()) + "; others come as a jar in plugins/",
                null);
    }

    /** {@link #open(StoreUrl)} of a URL or path as a person writes it. */
    public ObjectStore open(String url) throws StoreException {
        return open(StoreUrl.parse(url));
    }

    /** All schemes that can be opened, sorted. */
    public List<String> schemes() {
        TreeSet<String> schemes = new TreeSet<>();
        providers.forEach(provider -> schemes.addAll(provider.schemes()));
        return List.copyOf(schemes);
    }
}
