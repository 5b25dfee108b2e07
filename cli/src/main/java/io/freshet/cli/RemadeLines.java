package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.screen.Figures;
import io.freshet.publisher.commit.RemadeTiles;
import java.util.Optional;

/** What of the log's tree was made again, in words and as JSON; nothing where nothing was. */
public record RemadeLines(RemadeTiles remade) {

    /** What standard error says. */
    public Optional<String> warning() {
        if (remade.count() == 0) {
            return Optional.empty();
        }
        boolean all = remade.count() == remade.first().size();
        return Optional.of("freshet: " + Figures.count(remade.count(), "object")
                + " of the log (tiles, proofs) were missing or not what belongs there, and were made again from"
                + " log/seq/: "
                + String.join(", ", remade.first()) + (all ? "" : ", …")
                + "\n"
                + "What is there now belongs to the tree that is signed. See who deletes or changes objects at"
                + " the authority.");
    }

    /** Adds {@code logRemade}. */
    public void write(ObjectNode parent) {
        if (remade.count() > 0) {
            ObjectNode json = parent.putObject("logRemade").put("objects", remade.count());
            ArrayNode first = json.putArray("first");
            remade.first().forEach(first::add);
        }
    }
}
