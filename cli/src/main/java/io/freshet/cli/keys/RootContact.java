package io.freshet.cli.keys;

import io.freshet.cli.Console;
import io.freshet.cli.UsageException;
import io.freshet.core.trust.Contact;
import io.freshet.core.trust.TrustException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says whom to ask about a repository. */
@Command(
        name = "contact",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = {
            "freshet root contact TEXT [--out=FILE] [--current=FILE]... [--to=URL]",
            "       freshet root contact --none [--out=FILE] [--current=FILE]... [--to=URL]"
        },
        description = "Name whom operators of nodes ask, in a draft of the next root.",
        footer = {
            "",
            "Where signatures have expired, or something is refused that nobody but the publisher can explain, nodes"
                    + " say: ask the",
            "publisher, and this text. It stands in the root, so that whoever has the online key, or a mirror, can't"
                    + " name himself.",
            "",
            "Example:",
            "  freshet root contact ops@acme.example --to s3://acme/base --current keys/root.json"
        })
final class RootContact implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "A mail address, or the URL of a page: one line.")
    private @Nullable Contact contact;

    @Option(names = "--none", description = "Name nobody any more.")
    private boolean none;

    @Mixin
    private DraftOptions draft = new DraftOptions();

    @Mixin
    private Console console = new Console();

    @Override
    public Integer call() throws IOException, TrustException, UsageException {
        Optional<Contact> named = Optional.ofNullable(contact);
        if (none == named.isPresent()) {
            throw new UsageException("whom to ask? Say a mail address or a URL, or --none");
        }
        draft.change(console, before -> before.contact(named));
        return 0;
    }
}
