package io.github.pandaemonium;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.GeneralCodingRules;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules on who may know whom. {@link #ORDER} is the only place that states the order
 * of the packages; a new package belongs in it.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.pandaemonium";

	/**
	 * The packages with their subpackages, from the bottom up. One may know those before
	 * it and those on its own level.
	 */
	private static final List<List<String>> ORDER = List.of(List.of("posix"),
			List.of("pidfile", "signal", "launch", "socket"), List.of("daemon"),
			List.of("context", "command", "systemd"), List.of("diagnostics", "actuate", "web"),
			List.of("autoconfigure"));

	private static final String[] CORE = inPackages(ORDER.subList(0, 3));

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
		.importPackages(ROOT);

	@Test
	void everyClassIsInAPackageOfTheOrder() {
		classes().should().resideInAnyPackage(inPackages(ORDER)).allowEmptyShould(true).check(CLASSES);
	}

	@Test
	void packagesKnowOnlyThoseBeforeThem() {
		Architectures.LayeredArchitecture architecture = Architectures.layeredArchitecture()
			.consideringOnlyDependenciesInLayers()
			.withOptionalLayers(true);
		for (List<String> level : ORDER) {
			architecture = architecture.layer(level.toString()).definedBy(inPackages(List.of(level)));
		}
		List<String> known = new ArrayList<>();
		for (List<String> level : ORDER) {
			architecture = known.isEmpty() ? architecture.whereLayer(level.toString()).mayNotAccessAnyLayer()
					: architecture.whereLayer(level.toString()).mayOnlyAccessLayers(known.toArray(String[]::new));
			known.add(level.toString());
		}
		architecture.allowEmptyShould(true).check(CLASSES);
	}

	@Test
	void packagesAreFreeOfCycles() {
		slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true).check(CLASSES);
	}

	/**
	 * A package knows its subpackages, and they don't know it, or the other way around.
	 */
	@Test
	void subpackagesAreFreeOfCycles() {
		slices().matching(ROOT + ".(**)").should().beFreeOfCycles().allowEmptyShould(true).check(CLASSES);
	}

	@Test
	void onlyPosixKnowsJnr() {
		noClasses().that()
			.resideOutsideOfPackage(ROOT + ".posix..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("jnr..", "com.kenai.jffi..")
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void coreKnowsNeitherSpringNorLogging() {
		noClasses().that()
			.resideInAnyPackage(CORE)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "org.slf4j..", "org.apache.commons.logging..",
					"java.util.logging..")
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void coreDoesNotPrint() {
		noClasses().that()
			.resideInAnyPackage(CORE)
			.should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void coreDoesNotExit() {
		noClasses().that()
			.resideInAnyPackage(CORE)
			.should()
			.callMethod(System.class, "exit", int.class)
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct()).allSatisfy((javaPackage) -> assertThat(
				javaPackage.tryGetPackageInfo().filter((packageInfo) -> packageInfo.isAnnotatedWith(NullMarked.class)))
			.as("package-info of %s, annotated with @NullMarked", javaPackage.getName())
			.isPresent());
	}

	private static String[] inPackages(List<List<String>> levels) {
		Stream<String> names = levels.stream().flatMap(List::stream);
		return names.map((name) -> ROOT + "." + name + "..").toArray(String[]::new);
	}

}
