//! The judge is judged: every check has a spoilt server on which it fires, and servers that are right
//! in another way than the reference server leave the suite silent.

mod faults;
mod server;
mod variants;
