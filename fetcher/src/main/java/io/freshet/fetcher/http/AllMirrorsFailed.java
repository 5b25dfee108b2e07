package io.freshet.fetcher.http;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** No mirror could give an object. Lists each mirror with its reason. */
public final class AllMirrorsFailed extends IOException {

    private static final long serialVersionUID = 1;

    private final String object;
    private final transient List<MirrorFault> faults;

    AllMirrorsFailed(String object, List<MirrorFault> faults) {
        super("no mirror could give " + object + ":\n"
                + faults.stream()
                        .map(fault -> "  " + fault.mirror() + ": " + fault.reason()
                                + fault.requestId()
                                        .map(id -> " (request id " + id + ")")
                                        .orElse("")
                                + (fault.object().equals(object) ? "" : ", asked for " + fault.object()))
                        .collect(Collectors.joining("\n"))
                + "\nRun the same command again to go on from here, or add a mirror with --from URL.");
        this.object = object;
        this.faults = List.copyOf(faults);
    }

    /** The object that was wanted. */
    public String object() {
        return object;
    }

    /** The last fault of each mirror. */
    public List<MirrorFault> faults() {
        return faults;
    }
}
