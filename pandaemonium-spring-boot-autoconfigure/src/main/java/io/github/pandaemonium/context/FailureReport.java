package io.github.pandaemonium.context;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/**
 * What went wrong and what to do about it, in the words of Spring Boot's failure
 * analyzers, ours among them; where none knows, in those of the exception.
 *
 * @param description what went wrong
 * @param action what to do, or nothing
 */
record FailureReport(String description, String action) {

	static FailureReport of(Throwable failure, @Nullable ClassLoader classLoader,
			@Nullable ConfigurableApplicationContext context) {
		for (FailureAnalyzer analyzer : analyzers(classLoader, context)) {
			FailureAnalysis analysis = analyze(analyzer, failure);
			if (analysis != null) {
				return new FailureReport(String.valueOf(analysis.getDescription()),
						(analysis.getAction() != null) ? analysis.getAction() : "");
			}
		}
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		String description = describe(cause);
		if (cause != failure && failure.getMessage() != null && !failure.getMessage().contains(description)) {
			description = failure.getMessage() + ": " + description;
		}
		return new FailureReport(description, "");
	}

	/**
	 * A message of a single word, such as the path of a file or the name of a class, says
	 * nothing without its exception.
	 */
	private static String describe(Throwable failure) {
		String message = failure.getMessage();
		String name = failure.getClass().getSimpleName();
		return (message == null) ? name : message.strip().contains(" ") ? message : name + ": " + message;
	}

	private static @Nullable FailureAnalysis analyze(FailureAnalyzer analyzer, Throwable failure) {
		try {
			return analyzer.analyze(failure);
		}
		catch (Throwable ex) {
			return null; // as Spring Boot does: the failure matters, not the analyzer's
		}
	}

	private static List<FailureAnalyzer> analyzers(@Nullable ClassLoader classLoader,
			@Nullable ConfigurableApplicationContext context) {
		ArgumentResolver arguments = ArgumentResolver.none();
		if (context != null) {
			arguments = ArgumentResolver.of(BeanFactory.class, context.getBeanFactory())
				.and(Environment.class, context.getEnvironment());
		}
		// an analyzer that needs what is not there yet is left out
		return SpringFactoriesLoader.forDefaultResourceLocation(classLoader)
			.load(FailureAnalyzer.class, arguments, FailureHandler.handleMessage((message, ex) -> {
			}));
	}

}
