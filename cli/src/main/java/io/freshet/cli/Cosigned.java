package io.freshet.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.publisher.witness.WitnessReport;

/** Who has cosigned the log, in words and as JSON. */
public record Cosigned(WitnessReport report) {

    /** For people. */
    public String line() {
        return "witnesses    " + report;
    }

    /** What is to be done where too few have. */
    String warning() {
        return "freshet: too few witnesses have cosigned the log: " + report + "\nfetch --log-policy may refuse the"
                + " release until more have; to ask them again: freshet renew --log-policy FILE";
    }

    /** Adds it to a report. */
    public void write(ObjectNode parent) {
        ObjectNode json = parent.putObject("witnesses");
        json.put("met", report.met()).put("wanted", report.wanted().toString()).put("size", report.size());
        ArrayNode each = json.putArray("each");
        for (WitnessReport.Line line : report.witnesses()) {
            ObjectNode one = each.addObject().put("name", line.name());
            switch (line) {
                case WitnessReport.Line.Cosigned _ -> one.put("cosigned", true);
                case WitnessReport.Line.Missing missing ->
                    one.put("cosigned", false).put("why", missing.why());
            }
        }
    }
}
