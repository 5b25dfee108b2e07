package io.freshet.publisher.commit;

import io.freshet.core.trust.RepositoryPaths;
import io.freshet.providers.api.ObjectStore;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which documents of some roles are there by their names, whatever is in them: the highest versions of each. */
final class MetadataNames {

    /** As many of a role are remembered. */
    private static final int MOST = 64;

    private static final Pattern NAME = Pattern.compile("metadata/([1-9][0-9]{0,14})(\\..*)");

    private final Map<String, TreeSet<Long>> versions = new HashMap<>();
    private final Set<String> cut = new HashSet<>();

    private MetadataNames(Collection<String> roles) {
        roles.forEach(role -> versions.put(suffix(role), new TreeSet<>(Comparator.reverseOrder())));
    }

    /** A look at all names. Versions that somebody has driven up are none. */
    static MetadataNames list(ObjectStore store, Collection<String> roles) throws IOException {
        MetadataNames names = new MetadataNames(roles);
        store.list("metadata/", object -> names.add(object.key()));
        return names;
    }

    private static String suffix(String role) {
        return RepositoryPaths.metadata(role, 1).substring("metadata/1".length());
    }

    private void add(String key) {
        Matcher name = NAME.matcher(key);
        TreeSet<Long> role = name.matches() ? versions.get(name.group(2)) : null;
        if (role != null && !DrivenVersion.isOne(Long.parseLong(name.group(1)))) {
            role.add(Long.valueOf(name.group(1)));
            if (role.size() > MOST) {
                role.pollLast();
                cut.add(name.group(2));
            }
        }
    }

    /** The versions of a role's document that are above {@code floor}, from the highest on down. */
    List<Long> above(String role, long floor) {
        SortedSet<Long> all = versions.getOrDefault(suffix(role), new TreeSet<>());
        return all.stream().filter(version -> version > floor).toList();
    }

    /** Whether there may be more of them than {@link #above} says. */
    boolean isCut(String role, long floor) {
        return cut.contains(suffix(role)) && above(role, floor).size() == MOST;
    }
}
