import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * Copies a jar without its signatures. Java checks those at each start, class by class, which takes 0.2 s for
 * BouncyCastle's, and keeps no such class in its caches; nobody asks for the answer, which only a security provider needs.
 * Run as {@code java Unsigned.java FROM TO}.
 */
final class Unsigned {

    public static void main(String[] args) throws IOException {
        Path to = Path.of(args[1]);
        Path incomplete = to.resolveSibling(to.getFileName() + ".new");
        try (JarFile from = new JarFile(args[0], false);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(incomplete), manifest(from))) {
            for (ZipEntry entry : (Iterable<ZipEntry>) from.stream().<ZipEntry>map(each -> each)::iterator) {
                if (!entry.getName().matches("META-INF/(MANIFEST\\.MF|[^/]*\\.(SF|RSA|DSA|EC))")) {
                    ZipEntry copy = new ZipEntry(entry.getName());
                    copy.setTime(entry.getTime());
                    out.putNextEntry(copy);
                    try (InputStream in = from.getInputStream(entry)) {
                        in.transferTo(out);
                    }
                }
            }
        }
        Files.move(incomplete, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** What is said of the whole jar, and not the digests of its entries. */
    private static Manifest manifest(JarFile jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putAll(jar.getManifest().getMainAttributes());
        manifest.getMainAttributes().putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
        return manifest;
    }
}
