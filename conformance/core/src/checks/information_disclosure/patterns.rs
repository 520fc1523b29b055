//! Patterns of internals of servers. They are matched in linear time.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::bytes::{Regex, RegexSet};

/// What a response discloses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Trace,
    Sql,
    Backend,
    Debug,
    Key,
    Path,
}

impl Kind {
    /// A description.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Trace => "a stack trace",
            Self::Sql => "a database error or statement",
            Self::Backend => "a failed call of a service behind the server",
            Self::Debug => "a debug page",
            Self::Key => "a key or a connection with its password",
            Self::Path => "a file path of the server",
        }
    }
}

/// Part of a response that discloses something.
pub(super) struct Found<'a> {
    pub(super) kind: Kind,
    pub(super) text: Cow<'a, str>,
}

/// Every pattern. `(?-u)` keeps classes to ASCII, and the automata small.
const PATTERNS: &[(Kind, &str)] = &[
    // Rust
    (Kind::Trace, r"(?-u:thread '[^'\n]*' (?:\(\d+\) )?panicked at |panicked at [^\n]*\.rs:\d)"),
    (Kind::Trace, r"(?-u:called `(?:Option|Result)::(?:unwrap|expect)[a-z_]*\(\)` on an? )"),
    (Kind::Trace, r"(?-u:\b[\w/.-]+\.rs:\d+:\d+|RUST_BACKTRACE=)"),
    // Java, Kotlin, Scala
    (
        Kind::Trace,
        r"(?-u:\bat [\w$.]+(?:/[\w$.@]+)?\.[\w$<>]+\((?:[\w$]+\.(?:java|kt|scala|groovy|clj)(?::\d+)?|Native Method|Unknown Source)\))",
    ),
    (
        Kind::Trace,
        r#"(?-u:Exception in thread "|\b(?:javax?|jakarta|kotlin|scala|org\.(?:springframework|hibernate|apache|postgresql|eclipse|jboss|h2))\.[\w.$]+(?:Exception|Error)\b)"#,
    ),
    // Python
    (Kind::Trace, r#"(?-u:Traceback \(most recent call last\)|File "[^"\n]+", line \d+, in )"#),
    // JavaScript
    (
        Kind::Trace,
        r"(?-u:\bat (?:async |new )?[\w$.<>\[\] ]* ?\(?(?:file://|node:|webpack|/|[A-Za-z]:\\)?[^\s()]*\.[cm]?[jt]sx?:\d+:\d+\)?)",
    ),
    (
        Kind::Trace,
        r"(?-u:\bat [\w$.<>\[\] ]+ \((?:node:[\w/]+:\d+:\d+|native|<anonymous>|eval at )\)?)",
    ),
    // Go
    (
        Kind::Trace,
        r"(?-u:goroutine \d+ \[[a-z ,0-9]+\]:|panic: runtime error: |\b[\w/.@-]+\.go:\d+(?::\d+| \+0x)|runtime error: (?:invalid memory|index out|slice bounds|integer divide))",
    ),
    // .NET
    (Kind::Trace, r"(?-u:\bat [A-Za-z_][\w.`+<>\[\],]*\([^()\n]*\) in [^\n]+:line \d+)"),
    (Kind::Trace, r"(?m-u:^ {2,4}at (?:[A-Z_]\w*\.)+[\w`<>.\[\]]+\([^()\n]*\)\s*$)"),
    (
        Kind::Trace,
        r"(?-u:\b(?:System|Microsoft)\.(?:[A-Z]\w*\.)*[A-Z]\w*Exception\b|--- End of (?:inner exception )?stack trace)",
    ),
    // PHP
    (
        Kind::Trace,
        r"(?-u:(?:Fatal error|Parse error|Warning|Notice|Deprecated)(?:</b>)?: [^\n]+ in (?:<b>)?[^\s<]+\.php)",
    ),
    (Kind::Trace, r"(?-u:#\d+ [^\s(]+\.php\(\d+\)|thrown in (?:<b>)?\S+\.php)"),
    // Ruby, Elixir, Perl
    (
        Kind::Trace,
        r"(?-u:[\w/.-]+\.rb:\d+:in ['`]|\([a-z_]+ \d+\.\d+[\w.-]*\) lib/[\w/.]+\.exs?:\d+: | at \S+\.p[lm] line \d+\.)",
    ),
    // A property of that name.
    (Kind::Trace, r"(?im-u:^(?:stack[_-]?trace|back[_-]?trace|traceback)$)"),
    // Databases: their messages
    (
        Kind::Sql,
        r"(?-u:SQLSTATE[ \[:=(]*[0-9A-Z]{5}|\b(?:ORA|PLS)-\d{5}\b|You have an error in your SQL syntax|Unclosed quotation mark after the character string|Incorrect syntax near '|quoted string not properly terminated)",
    ),
    (
        Kind::Sql,
        r#"(?-u:syntax error at or near "|unterminated quoted string at or near|(?:relation|column) "[^"\n]+" (?:of relation "[^"\n]+" )?does not exist|violates (?:unique|foreign key|not-null|check|exclusion) constraint)"#,
    ),
    (
        Kind::Sql,
        r#"(?-u:SQLITE_[A-Z]{3,}|\bno such (?:table|column): \w|near "[^"\n]*": syntax error|(?:UNIQUE|NOT NULL|FOREIGN KEY|CHECK) constraint failed|Duplicate entry '[^\n]*' for key|Unknown column '[^\n]+' in|Table '[^\n]+' doesn't exist)"#,
    ),
    (
        Kind::Sql,
        r"(?-u:\bER_(?:DUP_ENTRY|DUP_KEY|PARSE_ERROR|NO_SUCH_TABLE|BAD_\w+_ERROR|ACCESS_DENIED_ERROR|DATA_TOO_LONG|LOCK_\w+|NO_REFERENCED_ROW\w*|ROW_IS_REFERENCED\w*)\b|E11000 duplicate key|\bMongo(?:Server)?Error\b|psycopg2?\.|sqlalchemy\.(?:exc|orm)|Sequelize\w*Error|Prisma\w*Error|QueryFailedError|ActiveRecord::|PDOException|\bpq: |com\.mysql\.|mysqli?_\w+\(\))",
    ),
    // Databases: statements. English is not written in capitals like these.
    (
        Kind::Sql,
        r#"(?-u:\bSELECT\s[^;\n]+\sFROM\s+["`\[\w]|\bINSERT\s+INTO\s+["`\[]?\w|\bUPDATE\s+["`\[\w.\]]+\s+SET\s+["`\[\w.\]]+\s*=|\bDELETE\s+FROM\s+["`\[]?\w)"#,
    ),
    (
        Kind::Sql,
        r#"(?i-u:\b(?:select\s[^;\n]+\sfrom|delete\s+from)\s+["`\[\w.\]]+\s+where\s+["`\[\w.\]]+\s*(?:=|<|>|like\s|in\s*\(|is\s+(?:not\s+)?null)|\binsert\s+into\s+["`\[\w.\]]+\s*\([^)\n]+\)\s*values|\bupdate\s+["`\[\w.\]]+\s+set\s+["`\[\w.\]]+\s*=)"#,
    ),
    (
        Kind::Sql,
        r"(?-u:Invalid `prisma\.\w+\.\w+\(\)` invocation|\bWRONGTYPE Operation against a key|\b(?:MISCONF|NOAUTH|READONLY) (?:Redis|Authentication|You can't write))",
    ),
    // Services behind the server
    (
        Kind::Backend,
        r"(?-u:\bconnect E(?:CONNREFUSED|TIMEDOUT|HOSTUNREACH|NETUNREACH) \S|\bgetaddrinfo E[A-Z_]+ \S|\bdial tcp \S+: (?:connect|lookup|i/o)|\bConnection refused \(os error \d+\)|\[Errno \d+\] Connection refused)",
    ),
    // Debug pages
    (
        Kind::Debug,
        r"(?-u:Whitelabel Error Page|Werkzeug Debugger|The debugger caught an exception|you have <code>DEBUG = True|Whoops, looks like something went wrong|Action Controller: Exception caught|Server Error in '[^'\n]*' Application|Symfony Exception|An unhandled exception occurred while processing the request|class=.sf-dump|Ignition(?:Config|\.report))",
    ),
    // Keys
    (Kind::Key, r"(?-u:-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b)"),
    (
        Kind::Key,
        r#"(?-u:\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|jdbc:\w+)://[^\s:/@"']*:[^\s@"']+@)"#,
    ),
    // File paths: below roots that URLs do not have, or with a file at the end.
    (
        Kind::Path,
        r#"(?m-u:(?:^|[\s"'`(=,:;<>\[{])(?:file://)?/(?:usr/(?:bin|lib|lib64|local|libexec|share|src|sbin)|var/(?:www|lib|log|task|run|opt|app|folders|tmp|cache|spool)|etc/[\w.-]+|proc/(?:self|\d+)|private/(?:var|tmp)|(?:home|opt|srv|root)/[\w.@+~-]+/[\w.@+~-]+)(?:/[\w.@+~-]+)*)"#,
    ),
    (
        Kind::Path,
        r#"(?m-u:(?:^|[\s"'`(=,:;<>\[{])(?:file://)?/(?:home|Users|opt|srv|root|tmp)/(?:[\w.@+~-]+/)*[\w.@+~-]+\.(?:rs|py|pyc|java|class|jar|war|kt|scala|go|rb|php|cs|cshtml|dll|so|exs?|pl|pm|cpp|hpp|[cm]?js|[cm]?tsx?|env|pem|key|crt|sqlite3?|db|log|conf|cfg|ini|toml|ya?ml|sock|json|xml|txt)\b)"#,
    ),
    // Roots that URLs have as well: only with a file that no browser asks for.
    (
        Kind::Path,
        r#"(?m-u:(?:^|[\s"'`(=,:;<>\[{])(?:file://)?/(?:app|data|code|src|build|workspace)/(?:[\w.@+~-]+/)*[\w.@+~-]+\.(?:rs|py|pyc|java|class|jar|kt|scala|go|rb|php|cs|cshtml|dll|exs?|pl|pm|tsx?|env|pem|key|sqlite3?|db|log|sock)\b)"#,
    ),
    (
        Kind::Path,
        r#"(?m-u:(?:^|[\s"'`(=,:;<>\[{])(?:file://)?/(?:Users|tmp)/(?:[\w.@+~-]+/){2,}[\w.@+~-]+)"#,
    ),
    (Kind::Path, r"(?-u:\b[A-Za-z]:\\{1,2}[\w .$~()-]+\\{1,2}[\w.$~()-]+|\bfile:///[A-Za-z]:/)"),
];

static SET: LazyLock<RegexSet> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the patterns are constants, and a test compiles them")]
    RegexSet::new(PATTERNS.iter().map(|(_, pattern)| pattern)).expect("patterns that compile")
});

static EACH: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the patterns are constants, and a test compiles them")]
    let compile =
        |(_, pattern): &(Kind, &str)| Regex::new(pattern).expect("a pattern that compiles");
    PATTERNS.iter().map(compile).collect()
});

/// Whether anything in a text discloses something, in one pass.
pub(super) fn may_disclose(text: &[u8]) -> bool {
    SET.is_match(text)
}

/// Everything in a text that discloses something, the kinds in the order above.
pub(super) fn search(text: &str) -> Vec<Found<'_>> {
    let matches = SET.matches(text.as_bytes());
    matches
        .into_iter()
        .flat_map(|index| {
            let all = EACH[index].find_iter(text.as_bytes());
            // The first may have been in the request, the next not.
            all.take(8).map(move |found| Found {
                kind: PATTERNS[index].0,
                text: String::from_utf8_lossy(without_sign(index, found.as_bytes())),
            })
        })
        .collect()
}

/// A path without the character before it.
fn without_sign(index: usize, found: &[u8]) -> &[u8] {
    let begins = |byte: &u8| *byte == b'/' || byte.is_ascii_alphanumeric();
    let from = found.iter().position(begins).filter(|_| PATTERNS[index].0 == Kind::Path);
    &found[from.unwrap_or_default()..]
}

#[cfg(test)]
mod tests;
