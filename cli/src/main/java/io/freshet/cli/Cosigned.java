package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.publisher.witness.WitnessReport;
import java.util.ArrayList;
import java.util.List;

/** Who has cosigned the log, in words and as JSON. */
public record Cosigned(WitnessReport report) {

    /** For people. */
    public String line() {
        return "witnesses    " + report;
    }

    /** What is to be done where too few have, or where one has cosigned something else. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!report.contradicting().isEmpty()) {
            warnings.add("freshet: WARNING: a witness has cosigned ANOTHER HISTORY of this log: "
                    + String.join("; ", report.contradicting())
                    + "\nEither somebody who has the online key shows others another log, or this repository was put"
                    + " back to an older state. Ask the witness for its checkpoint, and compare with freshet log"
                    + " verify; --require-witnesses releases nothing in such a case.");
        }
        if (!report.met()) {
            warnings.add(tooFew());
        }
        return warnings;
    }

    private String tooFew() {
        return "freshet: too few witnesses have cosigned the log: " + report + "\nfetch --log-policy may refuse the"
                + " release until more have; to ask them again: freshet renew --log-policy FILE";
    }

    /** Adds it to a report. */
    public void write(ObjectNode parent) {
        ObjectNode json = parent.putObject("witnesses");
        json.put("met", report.met()).put("wanted", report.wanted().toString()).put("size", report.size());
        json.put("otherHistory", !report.contradicting().isEmpty());
        ArrayNode each = json.putArray("each");
        for (WitnessReport.Line line : report.witnesses()) {
            ObjectNode one = each.addObject().put("name", line.name());
            switch (line) {
                case WitnessReport.Line.Cosigned _ -> one.put("cosigned", true);
                case WitnessReport.Line.Missing missing ->
                    one.put("cosigned", false).put("why", missing.why());
                case WitnessReport.Line.Contradicting other ->
                    one.put("cosigned", false).put("otherHistory", true).put("why", other.why());
            }
        }
    }
}
