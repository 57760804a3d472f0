package io.github.pandaemonium.launch;

import java.util.ArrayList;
import java.util.List;

import io.github.pandaemonium.launch.CommandLine.Kind;

/**
 * Expanded arguments as the {@code java} launcher divides them.
 *
 * @param kind what is run
 * @param options the options, values of options included, {@code -jar} not
 * @param main the argument that names what is run, with {@code -m} where that is before
 * it
 * @param arguments the arguments of the application
 */
record Invocation(Kind kind, List<String> options, List<String> main, List<String> arguments) {

	static Invocation of(List<String> arguments, RelativePaths paths) {
		List<String> options = new ArrayList<>();
		boolean jar = false;
		boolean source = false;
		int at = 0;
		while (at < arguments.size() && arguments.get(at).startsWith("-")) {
			String option = arguments.get(at);
			boolean value = at + 1 < arguments.size() && LauncherOptions.isValue(arguments, at + 1);
			if (option.startsWith("--module=") || (value && LauncherOptions.isMainOption(option))) {
				return new Invocation(Kind.MODULE, options, arguments.subList(at, at + (value ? 2 : 1)),
						arguments.subList(at + (value ? 2 : 1), arguments.size()));
			}
			jar |= option.equals("-jar");
			source |= option.equals("--source") || option.startsWith("--source=");
			int end = at + (value ? 2 : 1);
			if (!option.equals("-jar")) {
				options.addAll(arguments.subList(at, end));
			}
			at = end;
		}
		if (at == arguments.size()) {
			throw new CommandLineException("The command line of this process names no class, jar or module to run",
					null, null);
		}
		String main = arguments.get(at);
		source |= !jar && main.endsWith(".java") && paths.exists(main);
		Kind kind = source ? Kind.SOURCE : (jar ? Kind.JAR : Kind.CLASS);
		return new Invocation(kind, options, List.of(main), arguments.subList(at + 1, arguments.size()));
	}

	/**
	 * Whether the launcher puts the working directory on the class path if nothing else
	 * is there.
	 */
	boolean hasDefaultClassPath() {
		return this.kind == Kind.CLASS || (this.kind == Kind.SOURCE && this.options.stream()
			.noneMatch((option) -> option.equals("--source") || option.startsWith("--source=")));
	}

	/**
	 * The name of the jar, source file, class or module (with its class) that is run.
	 */
	String mainName() {
		String name = this.main.get(this.main.size() - 1);
		return (this.main.size() == 1 && this.kind == Kind.MODULE) ? name.substring("--module=".length()) : name;
	}

}
