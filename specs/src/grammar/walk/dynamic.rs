//! `$dynamicRef` (JSON Schema 2020-12 core §8.2.3.2), which is followed where it has one target.
