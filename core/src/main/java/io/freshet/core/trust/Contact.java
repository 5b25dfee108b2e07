package io.freshet.core.trust;

import io.freshet.core.index.EntryPath;
import java.io.IOException;
import java.util.Optional;

/**
 * Whom the operator of a node asks about a repository: a mail address, or the URL of a page, as its root names it. It is
 * shown on other people's terminals, and nothing else is ever done with it.
 *
 * @param text one line of 1 to 200 characters
 */
public record Contact(String text) {

    private static final int LONGEST = 200;

    /** @throws IllegalArgumentException if it is no such line, or one that does not show all that it has */
    public Contact {
        if (text.isEmpty() || text.length() > LONGEST) {
            throw new IllegalArgumentException("a contact has 1 to " + LONGEST + " characters");
        }
        if (!text.equals(text.strip()) || !text.equals(EntryPath.printable(text))) {
            throw new IllegalArgumentException("a contact is one line, like ops@acme.example: without blanks around it,"
                    + " control characters, or marks that do not show");
        }
    }

    /**
     * The contact that the root names which is kept as the one that is trusted: of use where there is nothing else, as
     * all that is newer has expired. Without such a root, or with one that can't be read, nobody: whoever asks has another
     * failure to tell of.
     */
    public static Optional<Contact> kept(TrustStore store) {
        try {
            Optional<byte[]> root = store.read(LocalTrust.ROOT);
            return root.isEmpty()
                    ? Optional.empty()
                    : RootChain.from(LocalTrust.ROOT, root.get())
                            .newest()
                            .root()
                            .signed()
                            .contact();
        } catch (IOException | TrustException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
