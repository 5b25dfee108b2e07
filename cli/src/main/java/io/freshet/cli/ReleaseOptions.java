package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.config.PublishConfig;
import io.freshet.core.manifest.Pointer;
import io.freshet.core.manifest.Release;
import io.freshet.publisher.commit.ReleaseResult.Released;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What acts on a channel that end in a release have in common: where, with which keys, and who is asked to cosign. */
final class ReleaseOptions {

    @Mixin
    private ActOptions options = new ActOptions();

    @Mixin
    private WitnessOptions witnesses = new WitnessOptions();

    @Option(names = "--config", paramLabel = "FILE", description = "freshet.yaml, for its witnesses.")
    private @Nullable Path config;

    /** Does it, copies it to the followers, and reports it under this word. */
    int release(String word, ActOptions.Act<Released> act) throws IOException, InterruptedException, UsageException {
        PublishConfig written = config == null ? PublishConfig.none() : PublishConfig.read(config);
        try (WitnessOptions.Asked asked = witnesses.open(written)) {
            return options.run(asked::with, act, (released, json, lines) -> report(word, released, json, lines));
        }
    }

    private void report(String word, Released released, ObjectNode json, List<String> lines) {
        Pointer pointer = released.pointer();
        Release release = pointer.release();
        json.put("channel", pointer.channel()).put("sequence", release.sequence());
        json.put("manifest", release.manifest().sha256().toString());
        release.height().ifPresent(height -> json.put("height", height));
        json.put("halted", pointer.halt().isPresent());
        lines.add(word + pointer.channel() + " @ " + release.sequence() + ", manifest "
                + release.manifest().sha256());
        released.witnessed().map(Cosigned::new).ifPresent(cosigned -> {
            cosigned.write(json);
            lines.add(cosigned.line());
            cosigned.warnings().forEach(options.console()::say);
        });
        RemadeLines remade = new RemadeLines(released.remade());
        remade.write(json);
        remade.warning().ifPresent(options.console()::say);
    }
}
