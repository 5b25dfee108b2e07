package io.freshet.cli.config;

import java.io.IOException;
import java.nio.file.Path;

/** A configuration that can't be used: says in which file and line, and what is wrong. */
public final class ConfigException extends IOException {

    private static final long serialVersionUID = 1;

    private final int line;

    ConfigException(Path file, int line, String problem) {
        super(file + (line > 0 ? ", line " + line : "") + ": " + problem);
        this.line = line;
    }

    /** Line from 1; 0 where the file as a whole is meant. */
    public int line() {
        return line;
    }
}
