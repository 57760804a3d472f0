package io.github.pandaemonium.launch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JarManifest}.
 */
class JarManifestTests {

	private static final byte[] MANIFEST = "Manifest-Version: 1.0\nAdd-Opens: x\n".getBytes(StandardCharsets.US_ASCII);

	/** Of the header before an entry, after the signature, a version and flags. */
	private static final int METHOD = 8;

	private Path jar;

	@BeforeEach
	void name(@TempDir Path directory) {
		this.jar = directory.resolve("app.jar");
	}

	@Test
	void firstEntry() throws IOException {
		Files.write(this.jar, zip(JarFile.MANIFEST_NAME, "other"));
		assertGives("x");
	}

	@Test
	void laterEntry() throws IOException {
		Files.write(this.jar, zip("other", "another", JarFile.MANIFEST_NAME));
		assertGives("x");
	}

	/** The directory at the end has its length, the header before it has not. */
	@Test
	void entryThatNoStreamCanBeReadPast() throws IOException {
		byte[] zip = zip(JarFile.MANIFEST_NAME, "stored");
		String text = new String(zip, StandardCharsets.ISO_8859_1);
		zip[text.indexOf("PK\3\4", 1) + METHOD] = ZipEntry.STORED;
		Files.write(this.jar, zip);
		assertGives("x");
	}

	@Test
	void noneIsEmpty() throws IOException {
		assertGives(null);
		Files.write(this.jar, zip("other"));
		assertGives(null);
		Files.writeString(this.jar, "no jar");
		assertGives(null);
	}

	private void assertGives(String value) {
		assertThat(JarManifest.attributes(this.jar).getValue("Add-Opens")).isEqualTo(value);
	}

	private static byte[] zip(String... entries) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			for (String entry : entries) {
				zip.putNextEntry(new ZipEntry(entry));
				zip.write(entry.equals(JarFile.MANIFEST_NAME) ? MANIFEST : new byte[] { 1 });
			}
		}
		return bytes.toByteArray();
	}

}
