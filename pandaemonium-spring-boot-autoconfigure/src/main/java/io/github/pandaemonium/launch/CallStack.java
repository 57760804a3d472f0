package io.github.pandaemonium.launch;

import java.lang.StackWalker.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a thread is doing at one moment, with the frames of reflection that stack traces
 * leave out.
 *
 * @param thread the name of the thread
 * @param frames the calls, the innermost first
 * @since 0.1.0
 */
public record CallStack(String thread, List<Frame> frames) {

	public CallStack {
		frames = List.copyOf(frames);
	}

	/**
	 * Return the calls of the calling thread.
	 * @return the call stack
	 */
	public static CallStack ofThisThread() {
		// JDK 25 does not give a descriptor without RETAIN_CLASS_REFERENCE
		StackWalker walker = StackWalker
			.getInstance(Set.of(Option.SHOW_HIDDEN_FRAMES, Option.SHOW_REFLECT_FRAMES, Option.RETAIN_CLASS_REFERENCE));
		List<Frame> frames = new ArrayList<>();
		walker.forEach(
				(frame) -> frames.add(new Frame(frame.getClassName(), frame.getMethodName(), frame.getDescriptor())));
		return new CallStack(Thread.currentThread().getName(), frames);
	}

	/**
	 * Return how many calls are of a kind.
	 * @param kind the kind
	 * @return the number of calls
	 */
	public long count(Predicate<Frame> kind) {
		return this.frames.stream().filter(kind).count();
	}

	/**
	 * One call.
	 *
	 * @param type the name of the class that declares the method
	 * @param method the name of the method
	 * @param descriptor the types of its parameters and result, as in a class file
	 */
	public record Frame(String type, String method, String descriptor) {

		/**
		 * Return whether this is a call of a method.
		 * @param type the name of the class
		 * @param method the name of the method
		 * @return whether this is a call of that method, in any of its overloaded forms
		 */
		public boolean is(String type, String method) {
			return this.type.equals(type) && this.method.equals(method);
		}

		/**
		 * Return whether this call belongs to {@link java.lang.reflect}. Method handles
		 * are no reflection: in Groovy every ordinary call goes through them.
		 */
		boolean isReflection() {
			return startsWith("java.lang.reflect.", "jdk.internal.reflect.");
		}

		boolean startsWith(String... prefixes) {
			for (String prefix : prefixes) {
				if (this.type.startsWith(prefix)) {
					return true;
				}
			}
			return false;
		}

		@Override
		public String toString() {
			return this.type + "." + this.method;
		}

	}

}
