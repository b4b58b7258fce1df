//! Which file systems tell of changes that other computers make.

use std::path::{Component, Path, PathBuf, Prefix};

/// Where Linux lists what is mounted.
const TABLE: &str = "/proc/self/mountinfo";

/// File systems whose changes all go through this kernel. All others, network shares and WSL's among them, are polled.
const LOCAL: [&str; 32] = [
    "aufs", "bcachefs", "btrfs", "devtmpfs", "ecryptfs", "erofs", "exfat", "ext2", "ext3", "ext4", "f2fs", "fuseblk",
    "hfsplus", "iso9660", "jfs", "jffs2", "minix", "msdos", "nilfs2", "ntfs", "ntfs3", "overlay", "ramfs", "reiserfs",
    "rootfs", "squashfs", "tmpfs", "ubifs", "udf", "vfat", "xfs", "zfs",
];

/// What is mounted where; empty on systems that have no such table.
#[derive(Debug, Default)]
pub(super) struct Mounts(Vec<(PathBuf, bool)>);

impl Mounts {
    /// Reads the table of this moment.
    pub(super) fn read() -> Self {
        if cfg!(target_os = "linux") { Self::parse(&std::fs::read(TABLE).unwrap_or_default()) } else { Self::default() }
    }

    fn parse(table: &[u8]) -> Self {
        Self(table.split(|byte| *byte == b'\n').filter_map(mount).collect())
    }

    /// Whether a folder, given by its real path, lies on a file system that tells of every change. Without a table it
    /// is taken for one; the seldom rounds find what it keeps to itself.
    pub(super) fn give_events(&self, real: &Path) -> bool {
        let over = self.0.iter().filter(|(point, _)| real.starts_with(point));
        // Of two mounts at one place the later is seen.
        over.max_by_key(|(point, _)| point.components().count()).is_none_or(|(_, local)| *local)
    }
}

/// `36 35 98:0 /root /mnt/point rw,noatime master:1 - ext4 /dev/sda rw`: the fifth field, and the first after the dash.
fn mount(line: &[u8]) -> Option<(PathBuf, bool)> {
    let mut fields = line.split(|byte| *byte == b' ');
    let point = fields.nth(4)?;
    let kind = fields.skip_while(|field| *field != b"-").nth(1)?;
    Some((unescaped(point), LOCAL.iter().any(|local| local.as_bytes() == kind)))
}

/// The table writes blanks and the like as `\040`.
fn unescaped(field: &[u8]) -> PathBuf {
    let mut bytes = Vec::with_capacity(field.len());
    let mut rest = field;
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..3).and_then(|digits| std::str::from_utf8(digits).ok());
        match code.and_then(|digits| u8::from_str_radix(digits, 8).ok()).filter(|_| first == b'\\') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[3..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    #[cfg(unix)]
    let name: std::ffi::OsString = std::os::unix::ffi::OsStringExt::from_vec(bytes);
    #[cfg(not(unix))]
    let name = String::from_utf8_lossy(&bytes).into_owned();
    name.into()
}

/// Whether it is a share by its Windows path.
pub(super) fn is_remote(real: &Path) -> bool {
    matches!(real.components().next(), Some(Component::Prefix(prefix))
        if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_give_no_events() {
        let table = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n\
                     90 22 0:50 / /mnt/lab rw shared:2 master:3 - cifs //server/lab rw\n\
                     91 90 8:2 / /mnt/lab/own\\040disk rw - xfs /dev/sdb rw\n\
                     92 22 0:51 / /mnt/c rw - 9p drvfs rw\n\
                     93 22 8:3 / /over rw - ext4 /dev/sdc rw\n\
                     94 93 0:52 / /over rw - nfs4 server:/ rw\n\nnonsense\n";
        let mounts = Mounts::parse(table.as_bytes());
        let gives = |path: &str| mounts.give_events(Path::new(path));
        assert!(gives("/home/me") && gives("/mnt/labels") && gives("/mnt/lab/own disk/a"));
        assert!(!gives("/mnt/lab") && !gives("/mnt/lab/a/b") && !gives("/mnt/c/Users") && !gives("/over/a"));
        assert!(Mounts::default().give_events(Path::new("/anything")));
    }

    #[test]
    fn this_system_has_a_table() {
        assert!(!cfg!(target_os = "linux") || !Mounts::read().0.is_empty());
    }
}
