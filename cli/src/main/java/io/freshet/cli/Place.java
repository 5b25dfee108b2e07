package io.freshet.cli;

import io.freshet.core.manifest.Descriptor;
import io.freshet.core.trust.RepositoryPaths;
import io.freshet.fetcher.http.HttpLimits;
import io.freshet.fetcher.http.Mirror;
import io.freshet.fetcher.version.FetchedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a verb is to look at. */
sealed interface Place {

    /** A number behind a directory: which of its versions. */
    Pattern WITH_SEQUENCE = Pattern.compile("(.+)@([0-9]{1,15})");

    /** A directory that was fetched into, and which of its versions; the one in use where none is named. */
    record Directory(FetchedDirectory fetched, Optional<Long> sequence) implements Place {}

    /** A repository, by the URLs of its mirrors or of buckets. */
    record Repository(List<String> urls) implements Place {
        /** Copies the list. */
        public Repository {
            urls = List.copyOf(urls);
        }

        boolean isHttp() {
            return urls.stream().allMatch(Place::isHttp);
        }
    }

    /** What a user has typed: a directory, a URL, a descriptor. */
    static Place of(String text) throws IOException, UsageException {
        if (isHttp(text)) {
            return text.endsWith(".freshet") ? descriptor(text) : ofUrls(List.of(text));
        }
        Optional<Directory> directory = directory(text);
        if (directory.isPresent()) {
            return directory.get();
        }
        if (text.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
            return ofUrls(List.of(text));
        }
        Path path = Path.of(text);
        if (Files.isRegularFile(path)) {
            return descriptor(text);
        }
        if (Files.isRegularFile(path.resolve(RepositoryPaths.TIMESTAMP))) {
            return ofUrls(List.of(text));
        }
        throw new UsageException(
                Files.exists(path)
                        ? text
                                + " is neither a directory that was fetched into (it has no .freshet) nor a repository"
                                + " (it has no " + RepositoryPaths.TIMESTAMP + ")"
                        : "there is no " + text + ": give a fetched directory, or the URL of a repository");
    }

    /** A fetched directory, or one of its versions: {@code DIR@41}. */
    static Optional<Directory> directory(String text) {
        Optional<FetchedDirectory> whole = FetchedDirectory.at(Path.of(text));
        if (whole.isPresent()) {
            return Optional.of(new Directory(whole.get(), Optional.empty()));
        }
        Matcher matcher = WITH_SEQUENCE.matcher(text);
        return matcher.matches()
                ? FetchedDirectory.at(Path.of(matcher.group(1)))
                        .map(found -> new Directory(found, Optional.of(Long.valueOf(matcher.group(2)))))
                : Optional.empty();
    }

    /** A repository whose mirrors or buckets are named, all of the one kind or all of the other. */
    static Repository ofUrls(List<String> urls) throws UsageException {
        Repository repository = new Repository(urls);
        if (!repository.isHttp() && urls.stream().anyMatch(Place::isHttp)) {
            throw new UsageException("--from names mirrors (https://...) and buckets: give those of one kind");
        }
        return repository;
    }

    private static Place descriptor(String text) throws IOException, UsageException {
        Descriptor read = Where.read(text, HttpLimits.DEFAULTS);
        List<String> mirrors = Where.mirrors(read).map(Mirror::url).toList();
        if (mirrors.isEmpty()) {
            throw new UsageException(text + " names no mirror: give mirrors with --from URL");
        }
        return ofUrls(mirrors);
    }

    private static boolean isHttp(String url) {
        return url.matches("(?i)https?://.*");
    }
}
