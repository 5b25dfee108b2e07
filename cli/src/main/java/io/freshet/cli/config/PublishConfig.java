package io.freshet.cli.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.freshet.core.chunk.ChunkerSpec;
import io.freshet.core.chunk.PathGlob;
import io.freshet.core.chunk.Profile;
import io.freshet.core.index.EntryPath;
import io.freshet.core.json.UnknownFields;
import io.freshet.core.local.LocalFiles;
import io.freshet.core.manifest.Consistency;
import io.freshet.core.manifest.Source;
import io.freshet.publisher.DedupeRules;
import io.freshet.publisher.PublisherConfig;
import io.freshet.publisher.source.ComponentSpec;
import io.freshet.publisher.source.SourceRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A {@code freshet.yaml}: what is left out keeps its default, and a key that is not known is an error. */
public final class PublishConfig {

    private static final int MAX_BYTES = 1 << 20;

    private final Path file;
    private final Document document;

    private PublishConfig(Path file, Document document) {
        this.file = file;
        this.document = document;
    }

    /** The configuration that says nothing. */
    public static PublishConfig none() {
        return new PublishConfig(Path.of("freshet.yaml"), Document.EMPTY);
    }

    /** Reads a file. */
    public static PublishConfig read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new ConfigException(file, 0, "is larger than any configuration");
        }
        YAMLMapper mapper = YAMLMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        byte[] bytes = Files.readAllBytes(file);
        try {
            @Nullable Document read = mapper.readValue(bytes, Document.class);
            return new PublishConfig(file, read == null ? Document.EMPTY : read);
        } catch (UnrecognizedPropertyException e) {
            String known = e.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw new ConfigException(
                    file, line(e), "there is no key \"" + e.getPropertyName() + "\" here; known are " + known);
        } catch (JsonMappingException e) {
            throw new ConfigException(file, line(e), where(e) + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw new ConfigException(file, line(e), e.getOriginalMessage());
        }
    }

    /** {@code base} with all that is written here. */
    public PublisherConfig apply(PublisherConfig base) throws ConfigException {
        return made("", () -> {
            PublisherConfig config = base.withRules(rules(base.rules()));
            if (document.components() != null) {
                config = config.withComponents(whole("components", document.components()).stream()
                        .map(PublishConfig::component)
                        .toList());
            }
            if (document.profile() != null) {
                config = config.withProfile(profile(document.profile(), base.profile()));
            }
            if (document.coldOverhead() != null) {
                config = config.withDedupe(base.dedupe().withColdOverhead(document.coldOverhead()));
            }
            if (document.deltas() != null) {
                config = config.withDedupe(deltas(document.deltas(), config.dedupe()));
            }
            if (document.attempts() != null) {
                config = config.withAttempts(document.attempts());
            }
            return document.times() == null ? config : config.withTimes(document.times());
        });
    }

    /** What it says of the source. */
    public Source source() throws ConfigException {
        Document.Facts facts = document.source();
        if (facts == null) {
            return Source.UNKNOWN;
        }
        Document.Client client = facts.client();
        return made(
                "source: ",
                () -> new Source(
                        Optional.ofNullable(facts.network()),
                        Optional.ofNullable(facts.chainId()),
                        Optional.ofNullable(facts.height()),
                        Optional.ofNullable(facts.blockHash()),
                        Optional.ofNullable(facts.stateRoot()),
                        client == null
                                ? Optional.empty()
                                : Optional.of(new Source.Client(
                                        required("client.name", client.name()),
                                        Optional.ofNullable(client.version()),
                                        Optional.ofNullable(client.requires()),
                                        UnknownFields.NONE)),
                        UnknownFields.NONE));
    }

    /** In which state it says the source is. */
    public Optional<Consistency> consistency() throws ConfigException {
        @Nullable
        String word = document.source() == null ? null : document.source().consistency();
        return word == null
                ? Optional.empty()
                : Optional.of(made(
                        "source.consistency: ",
                        () -> Consistency.of(word)
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "\"" + word + "\" is none of stopped, snapshot, checkpoint, unknown"))));
    }

    /** The policy file of the witnesses that are asked to cosign the log. */
    public Optional<Path> witnessPolicy() {
        return Optional.ofNullable(document.witnesses())
                .map(Document.Cosigners::policy)
                .map(policy -> file.toAbsolutePath().resolveSibling(policy));
    }

    /** Whether nothing is to be released that too few of them have cosigned. */
    public boolean requiresWitnesses() {
        return Optional.ofNullable(document.witnesses())
                .map(Document.Cosigners::required)
                .orElse(false);
    }

    /** The URLs of those who are asked for timestamps. */
    public List<String> timestampAuthorities() throws ConfigException {
        @Nullable
        List<String> urls =
                document.timestamps() == null ? null : document.timestamps().authorities();
        return urls == null ? List.of() : made("", () -> whole("timestamps.authorities", urls));
    }

    /** Whether there is no release without the timestamps of all of them. */
    public boolean requiresTimestamps() {
        return document.timestamps() != null
                && Boolean.TRUE.equals(document.timestamps().required());
    }

    private SourceRules rules(SourceRules base) {
        LocalFiles local = base.localFiles().and(patterns("localFiles", document.localFiles()));
        return new SourceRules(local, patterns("exclude", document.exclude()), patterns("allow", document.allow()));
    }

    private static List<PathGlob> patterns(String name, @Nullable List<String> texts) {
        return texts == null
                ? List.of()
                : whole(name, texts).stream().map(PathGlob::new).toList();
    }

    private static DedupeRules deltas(Document.Deltas bounds, DedupeRules base) {
        return base.withDeltas(
                bounds.releases() == null ? base.deltaDepth() : bounds.releases(),
                bounds.overhead() == null ? base.deltaOverhead() : bounds.overhead());
    }

    private static ComponentSpec component(Document.Part part) {
        return new ComponentSpec(
                required("components.name", part.name()),
                part.root() == null ? EntryPath.ROOT : new EntryPath(part.root()),
                part.priority() == null ? 0 : part.priority(),
                part.requires() == null ? List.of() : whole("components.requires", part.requires()));
    }

    private static Profile profile(Document.Cutting cutting, Profile base) {
        return new Profile(
                base.idAlgorithm(),
                cutting.seed() == null ? base.seed() : cutting.seed(),
                cutting.inlineMax() == null ? base.inlineMax() : cutting.inlineMax(),
                cutting.rules() == null
                        ? base.rules()
                        : whole("profile.rules", cutting.rules()).stream()
                                .map(PublishConfig::rule)
                                .toList());
    }

    private static Profile.Rule rule(Document.Rule rule) {
        PathGlob match = new PathGlob(required("profile.rules.match", rule.match()));
        Document.Chunker chunker = required("profile.rules.chunker", rule.chunker());
        String kind = required("profile.rules.chunker.kind", chunker.kind());
        return new Profile.Rule(
                match,
                switch (kind) {
                    case "fixed" -> new ChunkerSpec.Fixed(required("profile.rules.chunker.size", chunker.size()));
                    case "fastcdc" ->
                        new ChunkerSpec.FastCdc(
                                required("profile.rules.chunker.min", chunker.min()),
                                required("profile.rules.chunker.avg", chunker.avg()),
                                required("profile.rules.chunker.max", chunker.max()),
                                required("profile.rules.chunker.normalization", chunker.normalization()));
                    default ->
                        throw new IllegalArgumentException("chunker \"" + kind + "\" is neither fixed nor fastcdc");
                });
    }

    /** YAML has a value for an entry that nobody wrote. */
    private static <T> List<T> whole(String name, List<T> list) {
        if (list.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("an entry of " + name + " is empty");
        }
        return list;
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    /** Makes a value whose parts refuse what they can't be. */
    private interface Maker<T> {
        T make();
    }

    private <T> T made(String place, Maker<T> maker) throws ConfigException {
        try {
            return maker.make();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file, 0, place + e.getMessage());
        }
    }

    private static int line(JsonProcessingException e) {
        // Where the parser is by then is behind what is wrong.
        @Nullable
        JsonLocation at =
                e.getProcessor() instanceof JsonParser parser ? parser.currentTokenLocation() : e.getLocation();
        return at == null ? 0 : Math.max(0, at.getLineNr());
    }

    private static String where(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "" : path + ": ";
    }
}
