package io.github.pandaemonium.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.Attributes;

import org.jspecify.annotations.Nullable;

import io.github.pandaemonium.launch.CommandLine.Kind;

/**
 * The command line of a JVM, taken apart and put together again.
 */
final class JavaCommand {

	private final String javaHome;

	private final RelativePaths paths;

	private final PathOptions pathOptions;

	private final OptionVariables variables;

	private final int variableOptions;

	private final boolean atFilesDisabled;

	private final Invocation invocation;

	private volatile @Nullable Attributes manifest;

	JavaCommand(List<String> arguments, List<String> environment, String directory, String javaHome) {
		this.javaHome = javaHome;
		this.paths = new RelativePaths(directory);
		this.variables = new OptionVariables(environment);
		ArgumentExpansion expansion = new ArgumentExpansion(this.paths);
		String variable = this.variables.get(OptionVariables.LAUNCHER);
		if (variable != null) {
			expansion.addVariable(variable);
		}
		int variableOptions = expansion.arguments().size();
		this.atFilesDisabled = expansion.isStopped();
		boolean relativeFile = expansion.isRelativeFileSeen();
		for (int i = 1; i < arguments.size(); i++) {
			expansion.add(arguments.get(i));
		}
		this.invocation = Invocation.of(expansion.arguments(), this.paths);
		this.variableOptions = Math.min(variableOptions, this.invocation.options().size());
		this.pathOptions = new PathOptions(this.paths, javaHome, this.invocation.kind() == Kind.CLASS);
		this.variables.rewrite(this.pathOptions, this.paths, options(0, this.variableOptions), relativeFile,
				this.invocation.options().subList(0, this.variableOptions));
	}

	/**
	 * The options that stand on the command line itself, with absolute paths.
	 */
	List<String> ownOptions() {
		List<String> options = new ArrayList<>(implicitOptions());
		options.addAll(options(this.variableOptions, this.invocation.options().size()));
		return options;
	}

	List<String> arguments(List<String> ownOptions, List<String> extraOptions, List<String> applicationArguments) {
		List<String> java = new ArrayList<>(ownOptions);
		List<String> added = this.pathOptions.absolute(ArgumentCheck.options(extraOptions));
		java.addAll(added);
		// the mark of this process is dropped above, that of the next one stays
		extraOptions.stream()
			.filter(PathOptions::isMark)
			.forEach((mark) -> java.add(AddedOptions.count(mark, added.size())));
		if (this.invocation.kind() == Kind.JAR) {
			java.add("-jar");
		}
		if (this.invocation.kind() == Kind.MODULE) {
			java.addAll(this.invocation.main());
		}
		else {
			java.add(main());
		}
		List<String> arguments = new ArrayList<>();
		arguments.add(this.javaHome + "/bin/java");
		arguments.addAll(ArgumentExpansion.escape(java, this.atFilesDisabled));
		arguments.addAll(applicationArguments);
		this.paths.check();
		ArgumentCheck.length(arguments);
		return arguments;
	}

	List<String> environment(Map<String, String> additions) {
		List<String> environment = this.variables.with(additions);
		this.paths.check();
		ArgumentCheck.length(environment);
		return environment;
	}

	Map<String, String> variablesWithout(Predicate<String> unwanted) {
		return this.variables.without(unwanted);
	}

	Invocation invocation() {
		return this.invocation;
	}

	String main() {
		String name = this.invocation.mainName();
		return switch (this.invocation.kind()) {
			case JAR -> this.paths.element(name);
			case SOURCE -> this.paths.absolute(name);
			default -> name;
		};
	}

	/**
	 * The attributes of the jar that is run, none where none is.
	 */
	Attributes manifest() {
		Attributes manifest = this.manifest;
		if (manifest == null) {
			manifest = (this.invocation.kind() == Kind.JAR) ? JarManifest.attributes(RelativePaths.toPath(main()))
					: new Attributes();
			this.manifest = manifest;
		}
		return manifest;
	}

	List<String> jvmOptions() {
		return this.pathOptions.absolute(givenOptions());
	}

	List<String> contendedOptions() {
		return Contention.find(givenOptions(), this.paths);
	}

	private List<String> givenOptions() {
		List<String> options = new ArrayList<>(this.variables.words(OptionVariables.BEFORE));
		options.addAll(LauncherOptions.join(this.invocation.options()));
		options.addAll(this.variables.words(OptionVariables.AFTER));
		return this.pathOptions.expand(options);
	}

	private List<String> options(int from, int to) {
		return this.pathOptions.absolute(this.invocation.options(), from, to);
	}

	/**
	 * Options that say what the launcher takes from the working directory by default.
	 */
	private List<String> implicitOptions() {
		List<String> options = new ArrayList<>();
		if (this.invocation.hasDefaultClassPath() && this.variables.get(OptionVariables.CLASS_PATH) == null
				&& this.invocation.options().stream().noneMatch(LauncherOptions::setsClassPath)) {
			options.addAll(List.of("-cp", this.paths.element(".")));
		}
		if (LoaderHome.isDefault(this, this.variables)) {
			options.add(LoaderHome.OPTION + this.paths.directory());
		}
		return options;
	}

}
