package io.github.pandaemonium.launch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import org.jspecify.annotations.Nullable;

/**
 * What the operating system was asked to run.
 *
 * @param mainClass the name of the class that java was told to run, if it can be told
 * @param executable the target of {@code /proc/self/exe}, if there is one
 * @param java the java command of this JVM's home
 */
record Program(@Nullable String mainClass, @Nullable String executable, String java) {

	private static final String DELETED = " (deleted)";

	static Program ofThisProcess() {
		return new Program(
				mainClassOf(System.getProperty("jdk.module.main.class"), System.getProperty("sun.java.command"),
						System.getProperty("java.class.path", "")),
				readExecutable(), realPath(Path.of(System.getProperty("java.home"), "bin", "java")));
	}

	/**
	 * Determine the class that java was told to run.
	 * @param moduleMain {@code jdk.module.main.class}
	 * @param command {@code sun.java.command}: a class, or the file after {@code -jar},
	 * then the arguments, with nothing to tell the spaces in the file from those between
	 * @param classPath {@code java.class.path}: after {@code -jar} the file, followed by
	 * what agents have added
	 */
	static @Nullable String mainClassOf(@Nullable String moduleMain, @Nullable String command, String classPath) {
		if (moduleMain != null) {
			return moduleMain;
		}
		if (command == null) {
			return null;
		}
		int separator = classPath.indexOf(File.pathSeparatorChar);
		String file = (separator < 0) ? classPath : classPath.substring(0, separator);
		if (!file.isEmpty() && (command + " ").startsWith(file + " ") && Files.isRegularFile(Path.of(file))) {
			return mainClassOf(file);
		}
		String word = command.split(" ", 2)[0];
		return word.isEmpty() ? null : word.replace('/', '.');
	}

	private static @Nullable String mainClassOf(String file) {
		// The JVM has the file open: its directory is not read a second time
		try (JarFile jar = new JarFile(file, false)) {
			Manifest manifest = jar.getManifest();
			String name = (manifest != null) ? manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS) : null;
			return (name != null) ? name.trim().replace('/', '.') : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * Return whether {@code main} of a class is what java calls.
	 * @param type the name of the class that declares it: the main class or one that it
	 * extends
	 */
	boolean isMain(String type) {
		if (this.mainClass == null || type.equals(this.mainClass)) {
			return this.mainClass != null;
		}
		try {
			Class<?> main = Class.forName(this.mainClass, false, ClassLoader.getSystemClassLoader());
			while (main != null && !main.getName().equals(type)) {
				main = main.getSuperclass();
			}
			return main != null;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	/**
	 * Return whether the process was started by the java command and not by a program
	 * that has a JVM inside. After an update the file may be another one.
	 */
	boolean isJava() {
		if (this.executable == null) {
			return false;
		}
		return this.executable.equals(this.java) || this.executable.equals(this.java + DELETED);
	}

	private static @Nullable String readExecutable() {
		try {
			return Files.readSymbolicLink(Path.of("/proc/self/exe")).toString();
		}
		catch (IOException | UnsupportedOperationException ex) {
			return null;
		}
	}

	private static String realPath(Path path) {
		try {
			return path.toRealPath().toString();
		}
		catch (IOException ex) {
			return path.toString();
		}
	}

}
