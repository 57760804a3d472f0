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
			this.libc.check("sched_getaffinity(" + thread + ")", "sched_getaffinity", thread, SIZE, mask);
			byte[] bytes = new byte[SIZE];
			NativeMemory.copyTo(mask, bytes, SIZE);
			return BitSet.valueOf(words(bytes).asLongBuffer());
		}
	}

	void set(int thread, BitSet processors) {
		byte[] bytes = new byte[SIZE];
		words(bytes).asLongBuffer().put(processors.toLongArray());
		try (NativeMemory memory = new NativeMemory()) {
			this.libc.check("sched_setaffinity(" + thread + ", " + processors + ")", "sched_setaffinity", thread, SIZE,
					memory.bytes(bytes, 0));
		}
	}

	/**
	 * The mask is an array of longs, in the order of bytes that the machine has.
	 */
	private static ByteBuffer words(byte[] bytes) {
		return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
	}

}
