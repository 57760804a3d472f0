package io.github.pandaemonium.posix;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;

/**
 * Calls functions of the C library by name. On 64-bit Linux every integer and pointer
 * argument travels in a full register, variadic functions included, so one call context
 * for each number of arguments is enough. jffi alone loads in a fifth of the time that
 * jnr-posix takes, which generates code for every function it knows.
 */
class LibC {

	private static final int MOST_ARGUMENTS = 6;

	private static final int EINTR = Constants.errno("EINTR");

	private static final int ESRCH = Constants.errno("ESRCH");

	private final Invoker invoker = Invoker.getInstance();

	private final LastError lastError = LastError.getInstance();

	private final Library library;

	private final Map<String, Long> functions = new ConcurrentHashMap<>();

	private final CallContext[] contexts = new CallContext[MOST_ARGUMENTS + 1];

	LibC() {
		Library library = Library.getCachedInstance("libc.so.6", Library.LAZY);
		if (library == null) {
			throw new UnsatisfiedLinkError(Library.getLastError());
		}
		this.library = library;
		for (int arity = 0; arity <= MOST_ARGUMENTS; arity++) {
			Type[] types = new Type[arity];
			Arrays.fill(types, Type.SINT64);
			this.contexts[arity] = CallContext.getCallContext(Type.SINT64, types, CallingConvention.DEFAULT, true);
		}
	}

	boolean has(String function) {
		return this.library.getSymbolAddress(function) != 0;
	}

	long address(String function) {
		return this.functions.computeIfAbsent(function, (name) -> {
			long address = this.library.getSymbolAddress(name);
			if (address == 0) {
				throw new UnsatisfiedLinkError("The C library has no function '" + name + "'");
			}
			return address;
		});
	}

	/**
	 * Calls a function that returns a long or a pointer.
	 */
	long call(String function, long... a) {
		long f = address(function);
		CallContext context = this.contexts[a.length];
		return switch (a.length) {
			case 0 -> this.invoker.invokeN0(context, f);
			case 1 -> this.invoker.invokeN1(context, f, a[0]);
			case 2 -> this.invoker.invokeN2(context, f, a[0], a[1]);
			case 3 -> this.invoker.invokeN3(context, f, a[0], a[1], a[2]);
			case 4 -> this.invoker.invokeN4(context, f, a[0], a[1], a[2], a[3]);
			case 5 -> this.invoker.invokeN5(context, f, a[0], a[1], a[2], a[3], a[4]);
			default -> this.invoker.invokeN6(context, f, a[0], a[1], a[2], a[3], a[4], a[5]);
		};
	}

	/**
	 * Calls a function that returns an int, of which only the lower half of the register
	 * is defined.
	 */
	int callInt(String function, long... arguments) {
		return (int) call(function, arguments);
	}

	/**
	 * Calls a function that fails with -1, again as long as a signal interrupts it.
	 */
	int check(String what, String function, long... arguments) {
		int result;
		do {
			result = callInt(function, arguments);
		}
		while (result == -1 && errno() == EINTR);
		if (result == -1) {
			throw new PosixException(what, errno());
		}
		return result;
	}

	/**
	 * Calls a function that fails with -1, which is an answer where there is no such
	 * process or thread.
	 * @return whether there is
	 */
	boolean checkThere(String what, String function, long... arguments) {
		boolean there = callInt(function, arguments) != -1;
		if (!there && errno() != ESRCH) {
			throw new PosixException(what, errno());
		}
		return there;
	}

	int errno() {
		return this.lastError.get();
	}

	void errno(int value) {
		this.lastError.set(value);
	}

}
