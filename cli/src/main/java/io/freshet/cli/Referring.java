package io.freshet.cli;

import io.freshet.core.trust.Contact;
import java.util.Optional;

/** A verb, or options of one, that has come to trust a repository, and so knows whom to ask about it. */
interface Referring {

    /** Whom the root names that was trusted last, which nobody but its signers could have made say so. */
    Optional<Contact> contact();
}
