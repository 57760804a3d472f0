package io.github.pandaemonium.posix;

import java.io.File;
import java.util.Arrays;
import java.util.stream.Collectors;

import io.github.pandaemonium.test.Launches;
import io.github.pandaemonium.test.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NativeAccess}. What happens where it is not available is seen in JVMs
 * of its own.
 */
class NativeAccessTests {

	@RegisterExtension
	private final Launches launches = new Launches();

	@Test
	void availableHereAndAlwaysTheSame() {
		NativeAccess.preload();
		assertThat(NativeAccess.isAvailable()).isTrue();
		assertThat(NativeAccess.unavailabilityCause()).isNull();
		assertThat(NativeAccess.posix()).isSameAs(NativeAccess.posix());
	}

	@Test
	void interruptIsKept() {
		Thread.currentThread().interrupt();
		NativeAccess.posix();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void otherArchitectureIsNotAvailableAndSaysWhy() {
		Result result = print("-Dos.arch=s390x", System.getProperty("java.class.path"));
		assertThat(result.out().lines()).containsExactly("false",
				"Linux on [aarch64, amd64] is needed, this is Linux on s390x",
				"System calls are not available: Linux on [aarch64, amd64] is needed, this is Linux on s390x");
	}

	@Test
	void missingLibraryIsNotAvailableAndSaysWhy() {
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((element) -> !element.endsWith("-native.jar"))
			.collect(Collectors.joining(File.pathSeparator));
		Result result = print("-Dsome=thing", classPath);
		assertThat(result.out().lines()).hasSizeGreaterThanOrEqualTo(3).first().isEqualTo("false");
		assertThat(result.out()).contains("System calls are not available: ");
		assertThat(result.status()).as(result.err()).isZero();
	}

	private Result print(String option, String classPath) {
		return this.launches.java(option, "-cp", classPath, Printer.class.getName()).run();
	}

	/**
	 * Prints what is available.
	 */
	static final class Printer {

		private Printer() {
		}

		public static void main(String[] args) {
			NativeAccess.preload();
			System.out.println(NativeAccess.isAvailable());
			Throwable cause = NativeAccess.unavailabilityCause();
			System.out.println((cause != null) ? cause.getMessage() : "no cause");
			try {
				NativeAccess.posix();
			}
			catch (UnsupportedOperationException ex) {
				System.out.println(ex.getMessage());
			}
		}

	}

}
