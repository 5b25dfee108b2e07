package io.freshet.publisher.commit;

import io.freshet.core.trust.RepositoryPaths;
import io.freshet.providers.api.ObjectStore;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which documents of a repository are there by their names, whatever is in them. */
final class MetadataNames {

    /** As many versions of a role are remembered, the highest ones. */
    private static final int MOST = 1 << 16;

    private static final Pattern NAME = Pattern.compile("(metadata/)([1-9][0-9]{0,14})(\\..*\\.json)");

    private final Map<String, TreeSet<Long>> versions = new HashMap<>();

    private MetadataNames() {}

    /** A look at all of them. Versions that somebody has driven up are no ones that count. */
    static MetadataNames list(ObjectStore store) throws IOException {
        MetadataNames names = new MetadataNames();
        store.list("metadata/", object -> names.add(object.key()));
        return names;
    }

    private void add(String key) {
        Matcher name = NAME.matcher(key);
        if (name.matches() && !DrivenVersion.isOne(Long.parseLong(name.group(2)))) {
            TreeSet<Long> role =
                    versions.computeIfAbsent(name.group(3), suffix -> new TreeSet<>(Comparator.reverseOrder()));
            role.add(Long.valueOf(name.group(2)));
            if (role.size() > MOST) {
                role.pollLast();
            }
        }
    }

    /** The versions of a role's document that are above {@code floor}, from the highest on down. */
    List<Long> above(String role, long floor) {
        String suffix = RepositoryPaths.metadata(role, 1).substring("metadata/1".length());
        return versions.getOrDefault(suffix, new TreeSet<>()).stream()
                .filter(version -> version > floor)
                .toList();
    }
}
