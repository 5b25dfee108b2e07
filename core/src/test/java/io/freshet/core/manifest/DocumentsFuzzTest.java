package io.freshet.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.freshet.core.chunk.Profile;
import io.freshet.core.json.JsonException;
import java.io.IOException;

/** Whatever a mirror gives for a document: it is read, and says the same when it was written again, or it is refused. */
class DocumentsFuzzTest {

    @FuzzTest
    void manifest(byte[] bytes) throws IOException {
        try {
            Manifest manifest = Manifest.read("a manifest", bytes);
            // Patterns come from elsewhere: none may take long, whatever the path.
            Profile profile = manifest.profile();
            profile.chunkerFor("a/".repeat(120) + "mdbx.dat");
            profile.gear();
            assertThat(Manifest.read("again", within(manifest.toBytes(), bytes)))
                    .isEqualTo(manifest);
        } catch (JsonException | UnsupportedFeature e) {
            // refused
        }
    }

    @FuzzTest
    void pointer(byte[] bytes) throws IOException {
        try {
            Pointer pointer = Pointer.read("a pointer", "mainnet/archive", bytes);
            assertThat(Pointer.read("again", "mainnet/archive", within(pointer.toBytes(), bytes)))
                    .isEqualTo(pointer);
            pointer.history().plus(pointer.release());
        } catch (JsonException | UnsupportedFeature e) {
            // refused
        }
    }

    @FuzzTest
    void page(byte[] bytes) throws IOException {
        try {
            History page = History.readPage("a page", bytes);
            page.older().ifPresent(older -> assertThat(older.path()).startsWith("manifests/"));
        } catch (JsonException | UnsupportedFeature e) {
            // refused
        }
    }

    @FuzzTest
    void descriptor(byte[] bytes) throws IOException {
        try {
            Descriptor descriptor = Descriptor.read("a descriptor", bytes);
            assertThat(Descriptor.read("again", within(descriptor.toBytes(), bytes)))
                    .isEqualTo(descriptor);
        } catch (JsonException | UnsupportedFeature e) {
            // refused
        }
    }

    /** Written for people it may be longer than what was read, and then than what a reader takes: that is no fault. */
    private static byte[] within(byte[] again, byte[] first) {
        return again.length < 60_000 ? again : first;
    }
}
