package io.freshet.cli.attacks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.ExitCode;
import io.freshet.cli.testing.Cli;
import io.freshet.core.trust.Signer;
import org.junit.jupiter.api.Test;

/** Whoever names himself as the publisher's contact is called by those whom he deceives. */
class ContactAttackTest extends Attack {

    /** The online key and the mirror are his: a root that names him, signed by what he has. */
    @Test
    void theOnlineKeyNamesNobody() throws Exception {
        mirror.forged.put("metadata/2.root.json", naming("mallory@evil.example", forger.online));
        Cli.Run run = victim.fetch(mirror);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(run.err())
                .contains("metadata/2.root.json: has 0 of the 1 valid signatures")
                .contains("freshet: ask the publisher: " + Victim.CONTACT)
                .doesNotContain("mallory");
    }

    /** What can't be a contact is none, whoever has signed it: it would be printed on terminals. */
    @Test
    void aContactThatMovesTheCursorIsNone() throws Exception {
        mirror.forged.put("metadata/2.root.json", naming("ops@acme.example\u001b[2J", forger.root));
        mirror.forged.put("metadata/timestamp.json", "{}".getBytes(US_ASCII));
        Cli.Run run = victim.fetch(mirror);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.UNTRUSTED.code());
        assertThat(run.err()).doesNotContain("freshet: ask the publisher", "[2J");
    }

    /** The next root, which names somebody else, signed by this key. */
    private byte[] naming(String contact, Signer key) throws Exception {
        return forger.edit(
                "metadata/1.root.json",
                root -> {
                    root.put("version", 2);
                    ((ObjectNode) root.get("custom")).put("contact", contact);
                },
                key);
    }
}
