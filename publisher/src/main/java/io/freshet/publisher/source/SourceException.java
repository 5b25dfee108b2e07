package io.freshet.publisher.source;

import java.io.IOException;

/** A data directory can't be published as it is. Says what is wrong, with which file, and what to do. */
public abstract sealed class SourceException extends IOException
        permits FileChanged, LocalFilesFound, NameRefused, SourceMissing {

    private static final long serialVersionUID = 1;

    private final String whatToDo;

    SourceException(String wrong, String whatToDo) {
        super(wrong + ": " + whatToDo);
        this.whatToDo = whatToDo;
    }

    /** What a person can do about it: the last part of the message. */
    public String whatToDo() {
        return whatToDo;
    }
}
