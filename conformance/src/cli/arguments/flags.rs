//! Options of the engine that are set by flags. The engine does not depend on clap.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use clap::{ArgMatches, Args, Command, Error, FromArgMatches};

/// Options `T` that are given as the flags `A`.
pub(in crate::cli) struct Flags<A, T> {
    options: T,
    flags: PhantomData<fn() -> A>,
}

impl<A: Args + Into<T>, T> FromArgMatches for Flags<A, T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        A::from_arg_matches(matches).map(|flags| Self::from(flags.into()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl<A: Args + Into<T>, T> Args for Flags<A, T> {
    fn augment_args(command: Command) -> Command {
        A::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        A::augment_args_for_update(command)
    }
}

impl<A, T> From<T> for Flags<A, T> {
    fn from(options: T) -> Self {
        Self { options, flags: PhantomData }
    }
}

impl<A, T: Clone> Clone for Flags<A, T> {
    fn clone(&self) -> Self {
        Self::from(self.options.clone())
    }
}

impl<A, T: fmt::Debug> fmt::Debug for Flags<A, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.options.fmt(f)
    }
}

impl<A, T> Deref for Flags<A, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.options
    }
}

impl<A, T> DerefMut for Flags<A, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.options
    }
}
