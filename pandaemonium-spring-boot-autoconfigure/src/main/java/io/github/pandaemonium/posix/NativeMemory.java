package io.github.pandaemonium.posix;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.kenai.jffi.MemoryIO;

/**
 * Memory outside the heap for the arguments of calls, freed all at once.
 */
final class NativeMemory implements AutoCloseable {

	private static final MemoryIO IO = MemoryIO.getInstance();

	private final List<Long> blocks = new ArrayList<>();

	long allocate(int size) {
		long block = IO.allocateMemory(size, true);
		if (block == 0) {
			throw new OutOfMemoryError("Unable to allocate native memory");
		}
		this.blocks.add(block);
		return block;
	}

	long path(String text) {
		return string(text, StandardCharsets.UTF_8);
	}

	long bytes(byte[] bytes, int offset) {
		int length = bytes.length - offset;
		long block = allocate(Math.max(length, 1));
		IO.putByteArray(block, bytes, offset, length);
		return block;
	}

	/**
	 * A NULL-terminated array of pointers to byte strings.
	 */
	long byteStrings(List<String> texts) {
		long array = allocate((texts.size() + 1) * Long.BYTES);
		for (int i = 0; i < texts.size(); i++) {
			IO.putLong(array + (long) i * Long.BYTES, string(texts.get(i), StandardCharsets.ISO_8859_1));
		}
		return array;
	}

	private long string(String text, Charset charset) {
		if (text.indexOf('\0') >= 0) {
			throw new IllegalArgumentException("A NUL can't be passed to the system: '" + text + "'");
		}
		byte[] bytes = text.getBytes(charset);
		long block = allocate(bytes.length + 1);
		IO.putByteArray(block, bytes, 0, bytes.length);
		return block;
	}

	static int getInt(long address) {
		return IO.getInt(address);
	}

	static void putInt(long address, int value) {
		IO.putInt(address, value);
	}

	static short getShort(long address) {
		return IO.getShort(address);
	}

	static void putShort(long address, int value) {
		IO.putShort(address, (short) value);
	}

	static long getLong(long address) {
		return IO.getLong(address);
	}

	static void putLong(long address, long value) {
		IO.putLong(address, value);
	}

	static String getString(long address) {
		return new String(IO.getZeroTerminatedByteArray(address), StandardCharsets.UTF_8);
	}

	static String getByteString(long address) {
		return new String(IO.getZeroTerminatedByteArray(address), StandardCharsets.ISO_8859_1);
	}

	static void copyTo(long address, byte[] target, int length) {
		IO.getByteArray(address, target, 0, length);
	}

	@Override
	public void close() {
		this.blocks.forEach(IO::freeMemory);
		this.blocks.clear();
	}

}
