package io.github.pandaemonium.launch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipException;

import org.jspecify.annotations.Nullable;

/**
 * The manifest of a jar as it is now, and not as it was when this process was started.
 */
final class JarManifest {

	private JarManifest() {
	}

	/**
	 * Returns the main attributes, none where there is no such jar: java will say what it
	 * thinks of it.
	 */
	static Attributes attributes(Path jar) {
		try {
			Manifest manifest = read(jar);
			return (manifest != null) ? manifest.getMainAttributes() : new Attributes();
		}
		catch (IOException ex) {
			return new Attributes();
		}
	}

	/**
	 * Where it is not the first entry the whole directory has to be read, and where a
	 * later entry is one that no stream can be read past.
	 */
	private static @Nullable Manifest read(Path jar) throws IOException {
		try (InputStream in = Files.newInputStream(jar); JarInputStream entries = new JarInputStream(in, false)) {
			Manifest manifest = entries.getManifest();
			return (manifest != null) ? manifest : read(jar.toFile());
		}
		catch (ZipException ex) {
			return read(jar.toFile());
		}
	}

	private static @Nullable Manifest read(File jar) throws IOException {
		try (JarFile file = new JarFile(jar)) {
			return file.getManifest();
		}
	}

}
