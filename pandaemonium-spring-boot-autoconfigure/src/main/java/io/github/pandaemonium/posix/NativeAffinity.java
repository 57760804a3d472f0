package io.github.pandaemonium.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * The processors that threads run on.
 */
final class NativeAffinity {

	private static final int SIZE = 128; // sizeof(cpu_set_t), sched.h

	private final LibC libc;

	NativeAffinity(LibC libc) {
		this.libc = libc;
	}

	BitSet get(int thread) {
		try (NativeMemory memory = new NativeMemory()) {
			long mask = memory.allocate(SIZE);
			byte[] bytes = new byte[SIZE];
			if (call("sched_getaffinity", thread, mask)) {
				NativeMemory.copyTo(mask, bytes, SIZE);
			}
			return BitSet.valueOf(words(bytes).asLongBuffer());
		}
	}

	boolean set(int thread, BitSet processors) {
		byte[] bytes = new byte[SIZE];
		words(bytes).asLongBuffer().put(processors.toLongArray());
		try (NativeMemory memory = new NativeMemory()) {
			return call("sched_setaffinity", thread, memory.bytes(bytes, 0));
		}
	}

	private boolean call(String function, int thread, long mask) {
		return this.libc.checkThere(function + "(" + thread + ")", function, thread, SIZE, mask);
	}

	/**
	 * The mask is an array of longs, in the order of bytes that the machine has.
	 */
	private static ByteBuffer words(byte[] bytes) {
		return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
	}

}
