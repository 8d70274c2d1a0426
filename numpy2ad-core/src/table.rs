//! Tables and sets by handle: handles are small numbers from 0, so that what belongs to one is found by its number.
//!
//! A macro is built without optimisation as a rule, and hashing or comparing keys is then most of what the compiler
//! does. A look at a number costs a tenth of it.

use std::marker::PhantomData;

/// A typed number, one of those from 0.
pub(crate) trait Handle: Copy {
    fn number(self) -> usize;
}

/// A value for some of the handles.
#[derive(Clone, Debug)]
pub(crate) struct Table<H, T> {
    /// By a handle's number, 1 + the place of its entry, or 0. A boxed slice of zeros is made, and read, in few steps
    /// also where nothing is optimised.
    places: Box<[u32]>,
    entries: Vec<(H, T)>,
}

impl<H, T> Default for Table<H, T> {
    fn default() -> Self {
        Self { places: Box::default(), entries: Vec::new() }
    }
}

impl<H: Handle, T> Table<H, T> {
    fn place(&self, handle: H) -> Option<usize> {
        match self.places.get(handle.number()) {
            None | Some(0) => None,
            Some(&place) => Some(place as usize - 1),
        }
    }

    pub(crate) fn contains(&self, handle: H) -> bool {
        !matches!(self.places.get(handle.number()), None | Some(0))
    }

    pub(crate) fn get(&self, handle: H) -> Option<&T> {
        match self.entries.get(self.place(handle)?) {
            Some((_, value)) => Some(value),
            None => None,
        }
    }

    pub(crate) fn insert(&mut self, handle: H, value: T) {
        match self.place(handle) {
            Some(place) => {
                if let Some((_, old)) = self.entries.get_mut(place) {
                    *old = value;
                }
            }
            None => self.push(handle, value),
        }
    }

    /// The entry of a handle, made if there is none.
    pub(crate) fn entry(&mut self, handle: H) -> &mut T
    where
        T: Default,
    {
        let place = match self.place(handle) {
            Some(place) => place,
            None => {
                self.push(handle, T::default());
                self.entries.len() - 1
            }
        };
        // A place is always that of an entry.
        #[allow(clippy::indexing_slicing, reason = "there is no other value to give")]
        &mut self.entries[place].1
    }

    fn push(&mut self, handle: H, value: T) {
        let number = handle.number();
        if number >= self.places.len() {
            grow(&mut self.places, number + 1);
        }
        self.entries.push((handle, value));
        if let (Some(place), Ok(count)) = (self.places.get_mut(number), u32::try_from(self.entries.len())) {
            *place = count;
        }
    }

    /// Takes every entry out, and keeps the memory.
    pub(crate) fn clear(&mut self) {
        for (handle, _) in &self.entries {
            if let Some(place) = self.places.get_mut(handle.number()) {
                *place = 0;
            }
        }
        self.entries.clear();
    }

    /// In the order in which they were inserted.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (H, &T)> {
        self.entries.iter().map(|(handle, value)| (*handle, value))
    }
}

impl<H: Handle, T> FromIterator<(H, T)> for Table<H, T> {
    fn from_iter<I: IntoIterator<Item = (H, T)>>(entries: I) -> Self {
        let mut table = Self::default();
        for (handle, value) in entries {
            table.insert(handle, value);
        }
        table
    }
}

/// Some of the handles.
#[derive(Clone, Debug)]
pub(crate) struct Set<H> {
    present: Box<[bool]>,
    handles: PhantomData<fn(H)>,
}

impl<H> Default for Set<H> {
    fn default() -> Self {
        Self { present: Box::default(), handles: PhantomData }
    }
}

impl<H: Handle> Set<H> {
    pub(crate) fn contains(&self, handle: H) -> bool {
        matches!(self.present.get(handle.number()), Some(true))
    }

    /// Whether it was not in the set before.
    pub(crate) fn insert(&mut self, handle: H) -> bool {
        let number = handle.number();
        if number >= self.present.len() {
            grow(&mut self.present, number + 1);
        }
        match self.present.get_mut(number) {
            Some(present) => !std::mem::replace(present, true),
            None => false,
        }
    }
}

impl<H: Handle> Extend<H> for Set<H> {
    fn extend<I: IntoIterator<Item = H>>(&mut self, handles: I) {
        for handle in handles {
            self.insert(handle);
        }
    }
}

impl<H: Handle> FromIterator<H> for Set<H> {
    fn from_iter<I: IntoIterator<Item = H>>(handles: I) -> Self {
        let mut set = Self::default();
        set.extend(handles);
        set
    }
}

/// Makes room for so many, and for more to come.
fn grow<T: Copy + Default>(slice: &mut Box<[T]>, count: usize) {
    let mut grown = zeros(count.next_power_of_two().max(64));
    if let Some(start) = grown.get_mut(..slice.len()) {
        start.copy_from_slice(slice);
    }
    *slice = grown;
}

/// Numbers 0 and `false` come from memory that is cleared already.
fn zeros<T: Copy + Default>(count: usize) -> Box<[T]> {
    vec![T::default(); count].into_boxed_slice()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Number(usize);

    impl Handle for Number {
        fn number(self) -> usize {
            self.0
        }
    }

    #[test]
    fn a_table_is_a_map() {
        let mut table: Table<Number, usize> = Table::default();
        let mut map = std::collections::BTreeMap::new();
        for step in 0..400 {
            let number = step * 37 % 211;
            if step % 3 == 0 {
                *table.entry(Number(number)) += step;
                *map.entry(number).or_insert(0) += step;
            } else {
                table.insert(Number(number), step);
                map.insert(number, step);
            }
            for number in [number, step, 1000] {
                assert_eq!(table.get(Number(number)), map.get(&number));
                assert_eq!(table.contains(Number(number)), map.contains_key(&number));
            }
            if step == 250 {
                table.clear();
                map.clear();
                assert_eq!(table.iter().count(), 0);
            }
        }
        let mut entries: Vec<(usize, usize)> = table.iter().map(|(Number(n), v)| (n, *v)).collect();
        entries.sort_unstable();
        assert_eq!(entries, map.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_set_has_what_was_put_in() {
        let mut set: Set<Number> = [3, 70, 3].into_iter().map(Number).collect();
        assert!(!set.insert(Number(3)) && set.insert(Number(4)) && !set.insert(Number(4)));
        assert_eq!((0..2000).filter(|&n| set.contains(Number(n))).collect::<Vec<_>>(), [3, 4, 70]);
    }
}
