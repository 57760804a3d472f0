package io.github.pandaemonium.context.logging;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import org.apache.logging.log4j.core.appender.FileManager;
import org.apache.logging.log4j.core.appender.MemoryMappedFileManager;
import org.apache.logging.log4j.core.appender.OutputStreamManager;
import org.apache.logging.log4j.core.appender.RandomAccessFileManager;
import org.apache.logging.log4j.core.appender.rolling.RollingFileManager;
import org.apache.logging.log4j.core.appender.rolling.RollingRandomAccessFileManager;

/**
 * A file that Log4j2 writes to. Its manager has no way to open it again but a rollover of
 * its own, so what that does is done here by its protected methods and its fields, as
 * they are in Log4j 2.25. Every writer holds the monitor of the manager; the new file is
 * opened before the old one is closed, and stays open where that is not possible.
 */
final class Log4j2LogFile {

	private Log4j2LogFile() {
	}

	/**
	 * Opens the file again. What writes to no file, as to the console, is left alone.
	 * @param manager the manager of the file
	 */
	static void reopen(OutputStreamManager manager) throws ReflectiveOperationException, IOException {
		synchronized (manager) {
			if (manager instanceof RollingRandomAccessFileManager rolling) {
				reopenRollingRandomAccessFile(rolling);
			}
			else if (manager instanceof RandomAccessFileManager random) {
				reopenRandomAccessFile(random);
			}
			else if (manager instanceof FileManager file && file.hasOutputStream()) {
				reopenFile(file);
			}
			else if (manager instanceof MemoryMappedFileManager) {
				throw new IOException("it is mapped into memory");
			}
		}
	}

	private static void reopenFile(FileManager manager) throws ReflectiveOperationException, IOException {
		File file = new File(manager.getFileName());
		OutputStream old = (OutputStream) call(manager, OutputStreamManager.class, "getOutputStream");
		OutputStream replacement = (manager.isAppend() || !file.exists())
				? (OutputStream) call(manager, OutputStreamManager.class, "createOutputStream")
				// it has not been renamed, and keeps what it has
				: new FileOutputStream(file, true);
		try (old) {
			finish(manager);
		}
		finally {
			method(OutputStreamManager.class, "setOutputStream", OutputStream.class).invoke(manager, replacement);
		}
		if (manager instanceof RollingFileManager) {
			count(manager, file.length());
		}
	}

	private static void reopenRollingRandomAccessFile(RollingRandomAccessFileManager manager)
			throws ReflectiveOperationException, IOException {
		Field field = field(RollingRandomAccessFileManager.class, "randomAccessFile");
		RandomAccessFile old = (RandomAccessFile) field.get(manager);
		if (old == null) {
			return; // the first line opens it
		}
		finish(manager);
		call(manager, RollingFileManager.class, "createFileAfterRollover");
		RandomAccessFile replacement = (RandomAccessFile) field.get(manager);
		replacement.seek(replacement.length());
		old.close();
		count(manager, replacement.length());
	}

	private static void reopenRandomAccessFile(RandomAccessFileManager manager)
			throws ReflectiveOperationException, IOException {
		Field field = field(RandomAccessFileManager.class, "randomAccessFile");
		RandomAccessFile old = (RandomAccessFile) field.get(manager);
		RandomAccessFile replacement = new RandomAccessFile(manager.getFileName(), "rw");
		replacement.seek(replacement.length());
		try (old) {
			finish(manager);
		}
		finally {
			field.set(manager, replacement);
		}
	}

	/**
	 * What is still in the buffer, and the footer, belong to the old file.
	 */
	private static void finish(OutputStreamManager manager) throws ReflectiveOperationException, IOException {
		call(manager, OutputStreamManager.class, "writeFooter");
		manager.flush();
	}

	/**
	 * A limit of its size is that of the new file.
	 */
	private static void count(FileManager manager, long size) throws ReflectiveOperationException {
		field(RollingFileManager.class, "size").setLong(manager, size);
	}

	private static Object call(Object target, Class<?> type, String name)
			throws ReflectiveOperationException, IOException {
		try {
			return method(type, name).invoke(target);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof IOException cause) {
				throw cause;
			}
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	private static Method method(Class<?> type, String name, Class<?>... parameters)
			throws ReflectiveOperationException {
		Method method = type.getDeclaredMethod(name, parameters);
		method.setAccessible(true);
		return method;
	}

	private static Field field(Class<?> type, String name) throws ReflectiveOperationException {
		Field field = type.getDeclaredField(name);
		field.setAccessible(true);
		return field;
	}

}
