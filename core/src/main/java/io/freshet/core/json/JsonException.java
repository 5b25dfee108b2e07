package io.freshet.core.json;

import java.io.IOException;

/** A JSON document that was refused. Says which document it was, where in it, and what is wrong there. */
public abstract sealed class JsonException extends IOException {

    private static final long serialVersionUID = 1;

    private final String document;
    private final String problem;

    private JsonException(String document, String place, String problem) {
        super(document + place + ": " + problem);
        this.document = document;
        this.problem = problem;
    }

    /** Which document: its path in the repository, a file, or a URL. */
    public String document() {
        return document;
    }

    /** What is wrong, without the place. */
    public String problem() {
        return problem;
    }

    /** The document has more bytes than such a document may have; nothing of it was read. */
    public static final class TooLarge extends JsonException {

        private static final long serialVersionUID = 1;

        private final int limit;
        private final long length;

        TooLarge(String document, int limit, long length) {
            super(document, "", "has " + length + " bytes; at most " + limit + " are accepted");
            this.limit = limit;
            this.length = length;
        }

        /** Bytes that are accepted. */
        public int limit() {
            return limit;
        }

        /** Bytes that there are. */
        public long length() {
            return length;
        }
    }

    /** The bytes are not one JSON value in UTF-8. */
    public static final class Malformed extends JsonException {

        private static final long serialVersionUID = 1;

        private final int line;
        private final int column;

        Malformed(String document, int line, int column, String problem) {
            super(document, line > 0 ? " at line " + line + ", column " + column : "", problem);
            this.line = line;
            this.column = column;
        }

        /** Line from 1; 0 where the bytes are not even text. */
        public int line() {
            return line;
        }

        /** Column from 1, in UTF-16 units; 0 where the bytes are not even text. */
        public int column() {
            return column;
        }
    }

    /** A value is not what this field must hold. */
    public static final class Invalid extends JsonException {

        private static final long serialVersionUID = 1;

        private final String pointer;

        Invalid(String document, String pointer, String problem) {
            super(document, " at " + (pointer.isEmpty() ? "its root" : pointer), problem);
            this.pointer = pointer;
        }

        /** Where, as an RFC 6901 pointer; empty for the whole document. */
        public String pointer() {
            return pointer;
        }
    }
}
