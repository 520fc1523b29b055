//! Converts the credentials and values of a configuration file to fixtures.

use std::sync::Arc;

use serde_json::Value;

use crate::config::LiveSource;
use crate::config::escaped;
use crate::config::{Auth, Target};
use crate::config::{Mistake, Mistakes};
use crate::fixtures::{
    Beside, Credential, ExtraHeader, ExtraValue, Fixtures, FixturesError, Minter, Minting,
    OwnCredential, Pool, Probe,
};
use crate::signing::{KeySource, Signing, SigningConfig, SigningError};
use crate::value_source::Resolver;
use crate::value_source::{Anything, HeaderText, Source, Text};
use conformance_core::case::Owner;
use conformance_core::fields::carriable;

/// Makes fixtures of a target.
pub(super) struct Builder<'a> {
    pub(super) resolver: &'a Arc<Resolver>,
    pub(super) mistakes: &'a mut Mistakes,
    /// The location of the target in the file, as a JSON Pointer.
    pub(super) at: String,
}

impl Builder<'_> {
    pub(super) fn build(mut self, target: &Target) -> Fixtures {
        let mut fixtures = Fixtures::default();
        for (scheme, auth) in &target.auth {
            let place = format!("{}/{}/{}", self.at, self.name_of_auth(), escaped(scheme));
            if let Some(credential) = self.credential(auth, &place) {
                fixtures = fixtures.with_credential(scheme, credential);
            }
        }
        for (field, value) in &target.values {
            let place = format!("{}/values/{}", self.at, escaped(field));
            fixtures = match self.value(value, &place) {
                Some(own) if own == value.0 => fixtures.with_value(field, own),
                // What comes from a source must not be shown.
                Some(own) => fixtures.with_hidden_value(field, own),
                None => fixtures,
            };
        }
        for (name, value) in &target.headers {
            let place = format!("{}/headers/{}", self.at, escaped(name));
            if let Some(header) = self.header(name, value, &place) {
                fixtures = fixtures.with_header(header);
            }
        }
        fixtures = self.live(fixtures, target);
        if let Some(own_credential) = &target.own_credential {
            let place = format!("{}/own-credential/value", self.at);
            let value = self.value(&own_credential.value, &place);
            let field = own_credential.field.clone();
            fixtures =
                fixtures.with_own_credential(value.map(|value| OwnCredential { field, value }));
        }
        if let Some(signing) = target.signing.clone().and_then(|config| self.signing(config)) {
            fixtures = fixtures.with_signing(signing);
        }
        if let Some(Anything(probe)) = &target.probe {
            match Probe::read(probe, &format!("{}/probe", self.at), self.resolver) {
                Ok(probe) => fixtures = fixtures.with_read_probe(probe),
                Err(error) => self.mistake_of(error),
            }
        }
        fixtures
    }

    /// The key of the credentials in the file.
    fn name_of_auth(&self) -> &'static str {
        let alias = format!("{}/credentials", self.at);
        if self.mistakes.has_place(&alias) { "credentials" } else { "auth" }
    }

    pub(super) fn wrong(&mut self, place: &str, messages: &str) {
        let (message, help) = messages.split_once("\n  help: ").unwrap_or((messages, ""));
        self.mistakes.push(Mistake::new(place, message, help));
    }

    fn mistake_of(&mut self, error: FixturesError) {
        match error {
            FixturesError::Wrong { place, message, help } => {
                let help = help.trim_start().trim_start_matches("help: ");
                self.mistakes.push(Mistake::new(place, message, help));
            }
            other => self.mistakes.push(Mistake::new(&self.at, other.to_string(), "")),
        }
    }

    fn text(&mut self, text: &Text, place: &str) -> Option<String> {
        self.resolver.text(text).map_err(|why| self.wrong(place, &why)).ok()
    }

    fn value(&mut self, value: &Anything, place: &str) -> Option<Value> {
        self.resolver.value(&value.0).map_err(|why| self.wrong(place, &why)).ok()
    }

    fn credential(&mut self, auth: &Auth, place: &str) -> Option<Credential> {
        match auth {
            Auth::Token(token) => {
                self.text(token, &format!("{place}/token")).map(Credential::token)
            }
            Auth::Key(key) => self.text(key, &format!("{place}/key")).map(Credential::key),
            Auth::Basic(username, password) => {
                let username = self.text(username, &format!("{place}/username"));
                let password = self.text(password, &format!("{place}/password"));
                Some(Credential::basic(username?, password?))
            }
            Auth::Oauth2(oauth2) => {
                let place = format!("{place}/oauth2");
                match crate::fixtures::Grant::read(oauth2, self.resolver) {
                    Ok(grant) => Some(Credential::Granted(Arc::new(grant))),
                    Err(mistakes) => {
                        for (member, why) in mistakes {
                            self.wrong(&format!("{place}/{member}"), &why);
                        }
                        None
                    }
                }
            }
        }
    }

    /// How requests are signed. If nothing is sent, any key will do.
    fn signing(&mut self, mut config: SigningConfig) -> Option<Signing> {
        let profile = config.profile;
        let keyid = self.text(&config.keyid, &format!("{}/signing/keyid", self.at))?;
        config.keyid = Text::Plain(keyid);
        if let KeySource::Env(name) = &config.key
            && let Ok(text) = self.resolver.fetch(&Source::Env(name.clone()))
        {
            config.key = KeySource::Value(text);
        }
        match config.load(self.resolver.folder()) {
            Ok(signing) => Some(signing),
            Err(_) if self.resolver.is_dry() => crate::signing::known(profile),
            Err(SigningError { member, message, help }) => {
                let place = format!("{}/signing{member}", self.at);
                self.mistakes.push(Mistake::new(place, message, help));
                None
            }
        }
    }

    fn header(&mut self, name: &str, value: &HeaderText, place: &str) -> Option<ExtraHeader> {
        let value = match value {
            HeaderText::Uuid => ExtraValue::Uuid,
            HeaderText::Copy(other) => ExtraValue::Copy(other.clone()),
            HeaderText::Text(text) => {
                let is_hidden =
                    matches!(text, Text::From(_)) || conformance_core::redact::names_secret(name);
                let text = self.text(text, place)?;
                if !self.resolver.is_dry() && !carriable(name, &text) {
                    self.wrong(place, "no header can have this name and value");
                    return None;
                }
                if is_hidden { ExtraValue::Secret(text.into()) } else { ExtraValue::Text(text) }
            }
        };
        if !carriable(name, "x") {
            self.wrong(place, "no header can have this name");
            return None;
        }
        Some(ExtraHeader { name: name.to_ascii_lowercase(), value })
    }

    /// With the values that exist at the target.
    fn live(&mut self, mut fixtures: Fixtures, target: &Target) -> Fixtures {
        let mut minter = Minter::new(Arc::clone(self.resolver));
        let (own, others) = (Pool::default(), Pool::default());
        for (owner, name, all, pool) in [
            (Owner::Own, "live-values", &target.live_values, &own),
            (Owner::Others, "foreign-values", &target.foreign_values, &others),
        ] {
            for (field, live_source) in all {
                let place = format!("{}/{name}/{}", self.at, escaped(field));
                let minting = match live_source {
                    LiveSource::List(list) => {
                        pool.declare(field);
                        for (index, value) in list.iter().enumerate() {
                            self.one(
                                &mut fixtures,
                                pool,
                                field,
                                value,
                                &format!("{place}/{index}"),
                            );
                        }
                        continue;
                    }
                    LiveSource::File(file) => {
                        pool.declare(field);
                        self.listed(&mut fixtures, pool, field, file, &format!("{place}/file"));
                        continue;
                    }
                    LiveSource::Command { command, each: true } => Minting::each(command.clone()),
                    LiveSource::Command { command, .. } => Minting::lines(command.clone()),
                    LiveSource::Setup(recipe) => {
                        match Minting::read(field, recipe, target, self.resolver) {
                            Ok(minting) => minting,
                            Err(mistakes) => {
                                for (member, why) in mistakes {
                                    self.wrong(&format!("{place}/{member}"), &why);
                                }
                                continue;
                            }
                        }
                    }
                };
                minter.add(owner, field, minting);
            }
        }
        if !minter.is_empty() {
            fixtures = fixtures.with_minter(Arc::new(minter));
        }
        fixtures.with_live(Arc::new(own)).with_others(Arc::new(others))
    }

    /// A value, alone or as the `value` of an object with its companion values.
    fn one(
        &mut self,
        fixtures: &mut Fixtures,
        pool: &Pool,
        field: &str,
        value: &Anything,
        place: &str,
    ) {
        let Some(value) = self.value(value, place) else { return };
        let Some(own) = value.get("value") else {
            return pool.add(field, value);
        };
        let members = value.as_object().into_iter().flatten();
        let beside = members.filter(|(name, _)| *name != "value");
        let beside = beside.map(|(name, value)| (name.clone(), value.clone()));
        fixtures.set_beside(field, own, Beside::new(beside.collect()));
        pool.add(field, own.clone());
    }

    /// The lines of a file, or its JSON array.
    fn listed(
        &mut self,
        fixtures: &mut Fixtures,
        pool: &Pool,
        field: &str,
        file: &str,
        place: &str,
    ) {
        let text = match self.resolver.read(file) {
            Ok(text) => text,
            Err(_) if self.resolver.is_dry() => return,
            Err(why) => return self.wrong(place, &why),
        };
        match serde_json::from_str::<Vec<Value>>(&text) {
            Ok(list) => {
                for value in list {
                    self.one(fixtures, pool, field, &Anything(value), place);
                }
            }
            Err(_) => {
                let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                lines.for_each(|line| pool.add(field, Fixtures::read_text(line)));
            }
        }
        if pool.is_dry(field) {
            self.wrong(place, "there is no value in it");
        }
    }
}
