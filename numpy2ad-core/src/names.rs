//! Readable names that avoid the user's and the keywords.

use std::collections::BTreeSet;

/// The names that are taken in one scope.
#[derive(Clone, Debug, Default)]
pub struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A scope in which these names are taken: everything that the user wrote, and the language's keywords.
    pub fn new(taken: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { taken: taken.into_iter().map(Into::into).collect() }
    }

    /// Takes a name that is the user's own.
    pub fn take(&mut self, name: &str) {
        self.taken.insert(name.to_owned());
    }

    /// Gives a name back that was taken by [`Names::fresh`] or [`Names::numbered`].
    pub fn release(&mut self, name: &str) {
        self.taken.remove(name);
    }

    /// Every name that is taken.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.taken.iter().map(String::as_str)
    }

    /// Whether the name is taken.
    #[must_use]
    pub fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// The wanted name if it is free, else the first of `wanted_1`, `wanted_2`, …; taken from now on.
    pub fn fresh(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 0_usize;
        while !self.taken.insert(name.clone()) {
            number += 1;
            name = format!("{wanted}_{number}");
        }
        name
    }

    /// The next free name of a numbered series, `v0`, `v1`, …; `next` counts on from call to call.
    pub fn numbered(&mut self, series: &str, next: &mut usize) -> String {
        loop {
            let name = format!("{series}{next}");
            *next += 1;
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_users_names_are_stepped_around() {
        let mut names = Names::new(["v0", "out", "out_1"]);
        let mut next = 0;
        assert_eq!(names.numbered("v", &mut next), "v1");
        assert_eq!(names.numbered("v", &mut next), "v2");
        assert_eq!(names.fresh("out"), "out_2");
        assert_eq!(names.fresh("a_a"), "a_a");
    }
}
