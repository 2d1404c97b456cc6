//! The server: every route behind every layer.
