package io.github.pandaemonium.posix;

/**
 * What {@code statx(2)} tells of a file.
 *
 * @param device the device that holds it
 * @param inode the number of the inode
 * @param mode type and permissions
 * @param uid the owner
 * @param gid the group
 * @param links the number of hard links
 * @param size the size in bytes
 * @since 0.1.0
 */
public record FileStatus(long device, long inode, int mode, int uid, int gid, int links, long size) {

	private static final int S_IFMT = 0170000; // inode(7)

	private static final int S_ISVTX = 01000;

	private static final int S_IFREG = 0100000;

	private static final int S_IFDIR = 0040000;

	private static final int S_IFLNK = 0120000;

	private static final int S_IFIFO = 0010000;

	private static final int S_IFSOCK = 0140000;

	/**
	 * Whether this is a regular file.
	 * @return whether it is
	 */
	public boolean isRegularFile() {
		return (this.mode & S_IFMT) == S_IFREG;
	}

	/**
	 * Whether this is a directory.
	 * @return whether it is
	 */
	public boolean isDirectory() {
		return (this.mode & S_IFMT) == S_IFDIR;
	}

	/**
	 * Whether this is a symbolic link.
	 * @return whether it is
	 */
	public boolean isSymbolicLink() {
		return (this.mode & S_IFMT) == S_IFLNK;
	}

	/**
	 * Whether this is a pipe.
	 * @return whether it is
	 */
	public boolean isPipe() {
		return (this.mode & S_IFMT) == S_IFIFO;
	}

	/**
	 * Whether this is a socket.
	 * @return whether it is
	 */
	public boolean isSocket() {
		return (this.mode & S_IFMT) == S_IFSOCK;
	}

	/**
	 * Whether someone other than the owner may write.
	 * @return whether group or others may
	 */
	public boolean isWritableByOthers() {
		return (this.mode & 022) != 0;
	}

	/**
	 * Whether only its owner may remove a file in this directory: the sticky bit.
	 * @return whether it is set
	 */
	public boolean isSticky() {
		return (this.mode & S_ISVTX) != 0;
	}

	/**
	 * Whether both are the same file.
	 * @param other the other one
	 * @return whether device and inode are the same
	 */
	public boolean isSameFile(FileStatus other) {
		return this.device == other.device && this.inode == other.inode;
	}

}
