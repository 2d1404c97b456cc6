//! Who may come in: loopback only, one token a launch.
/// How this server is reached and guarded.
#[derive(Debug)]
pub struct Door {}
