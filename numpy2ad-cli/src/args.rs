//! Arguments.

use crate::help::{self, PROGRAM};
use lexopt::{Arg, Parser, ValueExt};
use numpy2ad_core::python::Derivative;
use numpy2ad_core::ty::Rank;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

/// What is asked for.
#[derive(Debug)]
pub(crate) enum Request {
    /// The help of a command or of the program.
    Help(Option<Command>),
    /// The version.
    Version,
    /// A command.
    Run(Job),
}

/// A command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// `numpy2ad expr`
    Expr,
    /// `numpy2ad transform`
    Transform,
    /// `numpy2ad rust`
    Rust,
    /// `numpy2ad graph`
    Graph,
    /// `numpy2ad explain`
    Explain,
}

impl Command {
    const ALL: [Self; 5] = [Self::Expr, Self::Transform, Self::Rust, Self::Graph, Self::Explain];
}

/// A command with everything that it was given.
#[derive(Debug)]
pub(crate) struct Job {
    /// The command.
    pub(crate) command: Command,
    /// The expression or the file.
    pub(crate) subject: OsString,
    /// The declared ranks.
    pub(crate) ranks: BTreeMap<String, Rank>,
    /// The only function that is wanted.
    pub(crate) function: Option<String>,
    /// Where the result is written.
    pub(crate) out: Option<PathBuf>,
    /// Whether the graph is for Graphviz.
    pub(crate) dot: bool,
    /// Whether the adjoint is the optimised one.
    pub(crate) optimize: bool,
    /// Which derivative is written.
    pub(crate) mode: Derivative,
}

/// Wrong usage: what is wrong, what may have been meant, and how it is used.
#[derive(Debug)]
pub(crate) struct Wrong {
    message: String,
    meant: Option<String>,
    usage: &'static str,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "error: {}", self.message)?;
        if let Some(meant) = &self.meant {
            writeln!(f, "  = help: did you mean `{meant}`?")?;
        }
        writeln!(f, "{}", self.usage)
    }
}

impl Wrong {
    fn program(message: impl Into<String>) -> Self {
        Self { message: message.into(), meant: None, usage: help::usage(PROGRAM) }
    }

    fn of(command: Command, message: impl Into<String>) -> Self {
        Self { message: message.into(), meant: None, usage: help::usage(command.spec().help) }
    }

    fn meant(mut self, word: &str, words: &[&str], before: &str) -> Self {
        self.meant = nearest(word, words).map(|word| format!("{before}{word}"));
        self
    }
}

/// Reads all arguments.
pub(crate) fn parse(mut parser: Parser) -> Result<Request, Wrong> {
    let names = Command::ALL.map(|command| command.spec().name);
    let first = parser.next().map_err(|error| Wrong::program(error.to_string()))?;
    match first {
        None => Err(Wrong::program("no command is given").with_commands()),
        Some(Arg::Short('h') | Arg::Long("help")) => Ok(Request::Help(None)),
        Some(Arg::Short('V') | Arg::Long("version")) => Ok(Request::Version),
        Some(Arg::Value(word)) => {
            let word = word.to_string_lossy().into_owned();
            match Command::ALL.into_iter().find(|command| command.spec().name == word) {
                Some(command) => command_line(command, parser),
                None => Err(Wrong::program(format!("there is no command `{word}`")).meant(&word, &names, "")),
            }
        }
        Some(Arg::Short(short)) => Err(Wrong::program(format!("there is no option `-{short}`"))),
        Some(Arg::Long(long)) => {
            let wrong = Wrong::program(format!("there is no option `--{long}`"));
            Err(wrong.meant(long, &["help", "version"], "--"))
        }
    }
}

impl Wrong {
    fn with_commands(mut self) -> Self {
        let names = Command::ALL.map(|command| command.spec().name);
        self.message = format!("{}: it is one of {}", self.message, names.join(", "));
        self
    }
}

/// The arguments behind a command.
fn command_line(command: Command, mut parser: Parser) -> Result<Request, Wrong> {
    let spec = command.spec();
    let wrong = |message: String| Wrong::of(command, message);
    let bad = |error: lexopt::Error| Wrong::of(command, error.to_string());
    let (mut subject, mut function, mut out, mut mode) = (None, None, None, None);
    let (mut ranks, mut dot, mut optimize) = (BTreeMap::new(), false, false);
    while let Some(arg) = parser.next().map_err(bad)? {
        let option = match arg {
            Arg::Value(value) => {
                if subject.replace(value).is_some() {
                    return Err(wrong(format!("`{}` takes one {}", spec.name, spec.subject)));
                }
                continue;
            }
            Arg::Short('h') => "help".to_owned(),
            Arg::Short('f') => "function".to_owned(),
            Arg::Short('o') => "output".to_owned(),
            Arg::Short(short) => short.to_string(),
            Arg::Long(long) => long.to_owned(),
        };
        if !spec.options.contains(&option.as_str()) {
            let dashes = if option.chars().count() == 1 { "-" } else { "--" };
            let message = format!("`{}` has no option `{dashes}{option}`", spec.name);
            return Err(wrong(message).meant(&option, spec.options, "--"));
        }
        let twice = || wrong(format!("`--{option}` is given twice"));
        match option.as_str() {
            "help" => return Ok(Request::Help(Some(command))),
            "dot" => dot = true,
            "optimize" => optimize = true,
            "function" => {
                let name = parser.value().and_then(ValueExt::string).map_err(bad)?;
                if function.replace(name).is_some() {
                    return Err(twice());
                }
            }
            "output" => {
                if out.replace(PathBuf::from(parser.value().map_err(bad)?)).is_some() {
                    return Err(twice());
                }
            }
            "mode" => {
                let word = parser.value().and_then(ValueExt::string).map_err(bad)?;
                if mode.replace(self::mode(command, &word)?).is_some() {
                    return Err(twice());
                }
            }
            _ => {
                let text = parser.value().and_then(ValueExt::string).map_err(bad)?;
                let (name, rank) = rank(command, &text)?;
                if ranks.insert(name.clone(), rank).is_some_and(|before| before != rank) {
                    return Err(wrong(format!("`{name}` is declared with two ranks")));
                }
            }
        }
    }
    let mode = mode.unwrap_or_default();
    if optimize && mode != Derivative::Adjoint {
        let message = format!("`--optimize` is for adjoints, and not for `--mode {}`", mode.word());
        return Err(wrong(message));
    }
    match subject {
        Some(subject) => {
            Ok(Request::Run(Job { command, subject, ranks, function, out, dot, optimize, mode }))
        }
        None => Err(wrong(format!("`{}` needs {}", spec.name, spec.subject))),
    }
}

/// `tangent`.
fn mode(command: Command, word: &str) -> Result<Derivative, Wrong> {
    let words = Derivative::ALL.map(Derivative::word);
    Derivative::ALL.into_iter().find(|mode| mode.word() == word).ok_or_else(|| {
        let message = format!("`{word}` is no mode: it is one of {}", words.join(", "));
        Wrong::of(command, message).meant(word, &words, "--mode ")
    })
}

/// `x=vector`.
fn rank(command: Command, text: &str) -> Result<(String, Rank), Wrong> {
    let ranks = [Rank::Scalar, Rank::Vector, Rank::Matrix];
    let Some((name, word)) = text.split_once('=').map(|(name, word)| (name.trim(), word.trim())) else {
        return Err(Wrong::of(
            command,
            format!("`--rank {text}` names no rank: write `--rank {text}=vector`"),
        ));
    };
    if name.is_empty() {
        return Err(Wrong::of(command, format!("`--rank {text}` has no name: write `--rank x={word}`")));
    }
    match ranks.into_iter().find(|rank| rank.to_string() == word) {
        Some(rank) => Ok((name.to_owned(), rank)),
        None => {
            let message = format!("`{word}` is no rank: it is one of scalar, vector, matrix");
            Err(Wrong::of(command, message).meant(word, &["scalar", "vector", "matrix"], &format!("{name}=")))
        }
    }
}

/// The word that is at most two typing errors away, or that this one is the beginning of.
fn nearest<'a>(word: &str, words: &[&'a str]) -> Option<&'a str> {
    let by_beginning = words.iter().find(|other| !word.is_empty() && other.starts_with(word));
    let by_distance = || {
        let near = words.iter().map(|other| (distance(word, other), other));
        near.filter(|(distance, other)| *distance <= 2 && *distance < other.len())
            .min()
            .map(|(_, other)| other)
    };
    by_beginning.or_else(by_distance).copied()
}

/// The number of letters to insert, delete or replace (Levenshtein), row by row.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (above, y) in row.iter_mut().skip(1).zip(b.chars()) {
            let replace = diagonal + usize::from(x != y);
            diagonal = *above;
            left = replace.min(left + 1).min(*above + 1);
            *above = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_two_errors_away_at_most() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(nearest("trasform", &["expr", "transform"]), Some("transform"));
        assert_eq!(nearest("trans", &["expr", "transform"]), Some("transform"));
        assert_eq!(nearest("simplify", &["expr", "transform"]), None);
    }
}
