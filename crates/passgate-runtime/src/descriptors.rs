//! The limit of open files and connections of a process. The usual soft limit of a shell and of a
//! service is 1,024, and `workerd` ends when it can accept no more; it uses two per connection.

use std::io;

use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};

/// Raises the soft limit of a child to the hard one, or to `open_files` where that is given and lower.
///
/// # Errors
/// When the system refuses.
pub fn allow(child: u32, open_files: Option<u64>) -> io::Result<()> {
    let hard = getrlimit(Resource::Nofile).maximum;
    let soft = open_files.map_or(hard, |wanted| Some(hard.map_or(wanted, |hard| wanted.min(hard))));
    // Without a process id the call would change our own limit.
    let pid = i32::try_from(child).ok().and_then(Pid::from_raw).ok_or(io::ErrorKind::InvalidInput)?;
    prlimit(Some(pid), Resource::Nofile, Rlimit { current: soft, maximum: hard })?;
    Ok(())
}
