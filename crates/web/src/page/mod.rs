//! What a page is made of: the frame around it, its icons, its parts.

pub mod icons;
pub mod keys;
pub mod layout;
pub mod parts;

#[cfg(test)]
mod specimen;
