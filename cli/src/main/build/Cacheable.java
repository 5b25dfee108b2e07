import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * Copies a jar so that Java starts fast with it, and can keep its classes in its caches. Run as {@code java Cacheable.java
 * FROM TO}.
 *
 * <ul>
 *   <li>Without signatures. Java checks those at each start, class by class, which takes 0.2 s for BouncyCastle's; nobody asks
 *       for the answer, which only a security provider needs.
 *   <li>Classes as of Java 6 where they are older, like picocli's: Java verifies older ones in a slow way, and caches none.
 *       They get the stack maps that the verifier wants since then; their code stays.
 * </ul>
 */
final class Cacheable {

    private final JarFile jar;
    private final ClassFile classes;

    private Cacheable(JarFile jar) {
        this.jar = jar;
        this.classes = ClassFile.of(
                StackMapsOption.GENERATE_STACK_MAPS,
                ClassHierarchyResolverOption.of(
                        ClassHierarchyResolver.ofResourceParsing(type -> open(type.descriptorString()))
                                .orElse(ClassHierarchyResolver.defaultResolver())));
    }

    public static void main(String[] args) throws IOException {
        Path to = Path.of(args[1]);
        Path incomplete = to.resolveSibling(to.getFileName() + ".new");
        try (JarFile from = new JarFile(args[0], false);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(incomplete), manifest(from))) {
            new Cacheable(from).copyTo(out);
        }
        Files.move(incomplete, to, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What is said of the whole jar, and not the digests of its entries. */
    private static Manifest manifest(JarFile jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putAll(jar.getManifest().getMainAttributes());
        manifest.getMainAttributes().putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
        return manifest;
    }

    private void copyTo(JarOutputStream out) throws IOException {
        for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().<ZipEntry>map(each -> each)::iterator) {
            if (!entry.getName().matches("META-INF/(MANIFEST\\.MF|[^/]*\\.(SF|RSA|DSA|EC))")) {
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                try (InputStream in = jar.getInputStream(entry)) {
                    byte[] bytes = in.readAllBytes();
                    out.write(entry.getName().endsWith(".class") ? verifiable(bytes) : bytes);
                }
            }
        }
    }

    private byte[] verifiable(byte[] bytes) {
        ClassModel old = classes.parse(bytes);
        if (old.majorVersion() >= ClassFile.JAVA_6_VERSION) {
            return bytes;
        }
        return classes.transformClass(
                old,
                ClassTransform.transformingMethodBodies((code, element) -> code.with(element))
                        .andThen((builder, element) -> {
                            if (element instanceof ClassFileVersion) {
                                builder.withVersion(ClassFile.JAVA_6_VERSION, 0);
                            } else {
                                builder.with(element);
                            }
                        }));
    }

    /** The class of a descriptor, like {@code Lpicocli/CommandLine;}; null where another jar has it. */
    private InputStream open(String descriptor) {
        ZipEntry entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
