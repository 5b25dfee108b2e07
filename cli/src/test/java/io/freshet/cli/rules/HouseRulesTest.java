package io.freshet.cli.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessField;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows between modules and packages, and the habits of the house that a machine can check. */
class HouseRulesTest {
    private static final Set<String> ADDRESSES = Set.of("java.net.URI", "java.net.InetAddress");

    private static JavaClasses house;

    @BeforeAll
    static void readTheHouse() {
        house = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.freshet");
    }

    @Test
    void everyModuleIsLookedAt() {
        Set<String> modules = house.stream()
                .map(type -> type.getPackageName().replaceAll("^io\\.freshet\\.(providers\\.\\w+|\\w+).*", "$1"))
                .collect(Collectors.toSet());
        assertThat(modules)
                .contains(
                        "core",
                        "publisher",
                        "fetcher",
                        "reader",
                        "witness",
                        "cli",
                        "providers.api",
                        "providers.file",
                        "providers.s3",
                        "providers.kms",
                        "providers.pkcs11");
    }

    @Test
    void coreKnowsNoNetworkAndNoOtherModule() {
        check(onlyDependOn(
                "io.freshet.core..",
                "io.freshet.core..",
                "java.io..",
                "java.lang..",
                "java.math..",
                "java.nio..",
                "java.security..",
                "java.text..",
                "java.time..",
                "java.util..",
                "javax.crypto..",
                "com.fasterxml.jackson..",
                "com.github.luben.zstd..",
                "org.bouncycastle..",
                "org.jspecify.."));
    }

    @Test
    void onlyTheChoiceOfAProxyReadsAddresses() {
        check(noClasses()
                .that(resideInAPackage("io.freshet.core..").and(resideOutsideOfPackages("io.freshet.core.proxy..")))
                .should()
                .dependOnClassesThat(isAddress()));
    }

    @Test
    void theFetcherSpeaksHttpAlone() {
        check(noClasses()
                .that(resideInAPackage("io.freshet.fetcher.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.freshet.providers..",
                        "io.freshet.publisher..",
                        "io.freshet.reader..",
                        "io.freshet.cli..",
                        "software.amazon..")));
    }

    @Test
    void theReaderKnowsMirrorsAndTheContractOfStores() {
        check(noClasses()
                .that(resideInAPackage("io.freshet.reader.."))
                .should()
                .dependOnClassesThat(ours(resideOutsideOfPackages(
                        "io.freshet.reader..",
                        "io.freshet.core..",
                        "io.freshet.fetcher..",
                        "io.freshet.providers.api.."))));
    }

    @Test
    void thePublisherKnowsProvidersByTheirContractAlone() {
        check(noClasses()
                .that(resideInAPackage("io.freshet.publisher.."))
                .should()
                .dependOnClassesThat(ours(resideOutsideOfPackages(
                        "io.freshet.publisher..", "io.freshet.core..", "io.freshet.providers.api.."))));
    }

    @Test
    void aWitnessKnowsNoRepository() {
        check(noClasses()
                .that(resideInAPackage("io.freshet.witness.."))
                .should()
                .dependOnClassesThat(ours(resideOutsideOfPackages("io.freshet.witness..", "io.freshet.core.."))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "file", "s3", "kms", "pkcs11"})
    void aProviderKnowsNoOther(String name) {
        check(noClasses()
                .that(resideInAPackage("io.freshet.providers." + name + ".."))
                .should()
                .dependOnClassesThat(ours(resideOutsideOfPackages(
                        "io.freshet.core..", "io.freshet.providers.api..", "io.freshet.providers." + name + ".."))));
    }

    @Test
    void twoModulesKnowTheCloudSdkAndOneTheCommandLine() {
        check(noClasses()
                .that(resideOutsideOfPackages("io.freshet.providers.s3..", "io.freshet.providers.kms.."))
                .should()
                .dependOnClassesThat(resideInAPackage("software.amazon..")));
        check(noClasses()
                .that(resideOutsideOfPackages("io.freshet.cli.."))
                .should()
                .dependOnClassesThat(resideInAPackage("picocli..")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.freshet.core.(*)..",
                "io.freshet.publisher.(*)..",
                "io.freshet.fetcher.(*)..",
                "io.freshet.reader.(*)..",
                "io.freshet.witness.(*)..",
                "io.freshet.(*).."
            })
    void packagesFormNoCycle(String slices) {
        check(slices().matching(slices).should().beFreeOfCycles().allowEmptyShould(true));
    }

    @Test
    void namesSayWhatThingsAre() {
        check(noClasses()
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .because("such a name says nothing: name the thing after what it does"));
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = house.stream()
                .filter(type -> !type.getPackage().isAnnotatedWith(NullMarked.class))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toSet());
        assertThat(unmarked)
                .as("packages without @NullMarked in package-info.java")
                .isEmpty();
    }

    @Test
    void nothingStaticChanges() {
        check(fields().that().areStatic().should().beFinal().because("state belongs to an object that somebody owns"));
    }

    @Test
    void onlyTheCommandLineWritesToTheTerminal() {
        check(classes()
                .that(resideOutsideOfPackages("io.freshet.cli.."))
                .should(never(accessField(System.class, "out")))
                .andShould(never(accessField(System.class, "err"))));
    }

    @Test
    void nobodySleeps() {
        check(noClasses()
                .should()
                .callMethod(Thread.class, "sleep", Duration.class)
                .because("hand in a Sleeper"));
    }

    private static ArchRule onlyDependOn(String from, String... allowed) {
        return classes()
                .that(resideInAPackage(from))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed)
                        .or(isAddress())
                        .or(DescribedPredicate.describe(
                                "arrays and primitives",
                                type -> type.getPackageName().isEmpty())));
    }

    /** What says where a host is, and opens nothing. */
    private static DescribedPredicate<JavaClass> isAddress() {
        return DescribedPredicate.describe("addresses", type -> ADDRESSES.contains(type.getName()));
    }

    private static DescribedPredicate<JavaClass> ours(DescribedPredicate<JavaClass> outside) {
        return resideInAPackage("io.freshet..").and(outside);
    }

    private static void check(ArchRule rule) {
        rule.check(house);
    }
}
