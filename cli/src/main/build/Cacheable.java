import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
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

final class Cacheable {
    public static void main(String[] args) throws IOException {
        Path to = Path.of(args[1]);
        Path incomplete = to.resolveSibling(to.getFileName() + ".new");
        try (JarFile from = new JarFile(args[0], false);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(incomplete), manifest(from))) {
            Classes classes = new Classes(from);
            for (ZipEntry entry : (Iterable<ZipEntry>) from.stream().<ZipEntry>map(each -> each)::iterator) {
                if (!entry.getName().matches("META-INF/(MANIFEST\\.MF|[^/]*\\.(SF|RSA|DSA|EC))")) {
                    ZipEntry copy = new ZipEntry(entry.getName());
                    copy.setTime(entry.getTime());
                    out.putNextEntry(copy);
                    try (InputStream in = from.getInputStream(entry)) {
                        byte[] b = in.readAllBytes();
                        out.write(entry.getName().endsWith(".class") ? classes.current(b) : b);
                    }
                }
            }
        }
        Files.move(incomplete, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static final class Classes {
        private final ClassFile files;

        Classes(JarFile jar) {
            files = ClassFile.of(
                    ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(desc -> {
                                String d = desc.descriptorString();
                                ZipEntry e = jar.getEntry(d.substring(1, d.length() - 1) + ".class");
                                try {
                                    return e == null ? null : jar.getInputStream(e);
                                } catch (IOException x) {
                                    throw new java.io.UncheckedIOException(x);
                                }
                            })
                            .orElse(ClassHierarchyResolver.defaultResolver())));
        }

        byte[] current(byte[] bytes) {
            ClassModel model = files.parse(bytes);
            if (model.majorVersion() >= ClassFile.JAVA_6_VERSION) return bytes;
            return files.transformClass(
                    model,
                    ClassTransform.transformingMethodBodies((code, e) -> code.with(e))
                            .andThen((builder, element) -> {
                                if (element instanceof ClassFileVersion)
                                    builder.withVersion(ClassFile.JAVA_6_VERSION, 0);
                                else builder.with(element);
                            }));
        }
    }

    private static Manifest manifest(JarFile jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putAll(jar.getManifest().getMainAttributes());
        manifest.getMainAttributes().putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
        return manifest;
    }
}
