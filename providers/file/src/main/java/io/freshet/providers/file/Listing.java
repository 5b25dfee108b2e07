package io.freshet.providers.file;

import io.freshet.providers.api.ListPage;
import io.freshet.providers.api.ObjectStat;
import io.freshet.providers.api.StoreKeys;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One page of a listing, in the order of the keys: a directory is sorted as if its name ended with a slash. Goes only into
 * directories that can hold keys of the page; holds the names of one directory of each level.
 */
final class Listing {
    private final Path root;
    private final String prefix;
    private final String after;
    private final int limit;
    private final List<ObjectStat> found = new ArrayList<>();

    /** @param after the last key of the page before, or empty */
    Listing(Path root, String prefix, String after, int limit) {
        this.root = root;
        this.prefix = prefix;
        this.after = after;
        this.limit = limit;
    }

    ListPage page() throws IOException {
        // One more than fits says whether there is another page.
        visit(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        boolean more = found.size() > limit;
        List<ObjectStat> objects = more ? found.subList(0, limit) : found;
        return new ListPage(objects, more ? Optional.of(objects.getLast().key()) : Optional.empty());
    }

    /** @param directory its key, empty or with a slash at the end */
    private void visit(String directory) throws IOException {
        for (String name : names(directory)) {
            if (found.size() > limit) {
                return;
            }
            if (name.endsWith("/")) {
                visit(name);
            } else {
                Tree.attributes(root.resolve(name))
                        .ifPresent(file -> found.add(new ObjectStat(
                                name, file.size(), file.lastModifiedTime().toInstant())));
            }
        }
    }

    private SortedSet<String> names(String directory) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(directory))) {
            for (Path entry : entries) {
                String key = directory + entry.getFileName();
                if (StoreKeys.isKey(key)) {
                    String name = Files.isDirectory(entry) ? key + "/" : key;
                    if (mayBeOnPage(name)) {
                        names.add(name);
                    }
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return names;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    private boolean mayBeOnPage(String name) {
        if (name.endsWith("/")) {
            boolean within = name.startsWith(prefix) || prefix.startsWith(name);
            return within && (name.compareTo(after) > 0 || after.startsWith(name));
        }
        return name.startsWith(prefix) && name.compareTo(after) > 0;
    }
}
