package io.freshet.core.manifest;

import java.io.IOException;

/** A document needs something of its reader which this release does not have. */
public final class UnsupportedFeature extends IOException {

    private static final long serialVersionUID = 1;

    private final String document;
    private final String feature;

    UnsupportedFeature(String document, String feature) {
        super(document + " requires \"" + feature + "\", which this release of Freshet does not have:"
                + " a newer release reads it; nothing was changed here");
        this.document = document;
        this.feature = feature;
    }

    /** Which document it is. */
    public String document() {
        return document;
    }

    /** The name of what is missing. */
    public String feature() {
        return feature;
    }
}
