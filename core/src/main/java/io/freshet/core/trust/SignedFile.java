package io.freshet.core.trust;

/** A metadata document as its keys have signed it, ready to be written, or written already. */
public final class SignedFile<T extends Signed> {

    private final String role;
    private final Metadata<T> metadata;
    private final byte[] bytes;

    /** @throws IllegalArgumentException if the document is larger than clients read */
    public SignedFile(String role, Metadata<T> metadata) {
        this.role = role;
        this.metadata = metadata;
        this.bytes = metadata.bytes();
        int most = MetadataLimits.of(role).maxBytes();
        if (bytes.length > most) {
            throw new IllegalArgumentException("a document of " + role + " of " + bytes.length
                    + " bytes would be read by nobody: " + most + " are the most");
        }
    }

    /** The role whose document it is. */
    public String role() {
        return role;
    }

    /** The document. */
    public Metadata<T> metadata() {
        return metadata;
    }

    /** The bytes to write. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Where they belong in the repository. Only the timestamp's path is not of one version (clause 6.2.1). */
    public String path() {
        return role.equals(RoleName.TIMESTAMP)
                ? RepositoryPaths.TIMESTAMP
                : RepositoryPaths.metadata(role, metadata.signed().version());
    }

    /** The document's version. */
    public long version() {
        return metadata.signed().version();
    }

    @Override
    public String toString() {
        return path() + " (version " + version() + ", " + bytes.length + " bytes)";
    }
}
