//! Where each piece of a word stands in a list of pieces: laid out by the compiler, so that nothing is read at start.

/// The row that stands for none; a list has fewer pieces.
const NONE: u16 = u16::MAX;

/// A list of pieces, one a line, as it is looked up: where each piece begins, and its row by its hash.
///
/// Open addressing: a piece whose slot is taken goes on to the next that is free. `SLOTS` is a power of two, best about
/// twice the number of pieces; `STARTS` is one more than there are pieces, for the end of the last.
#[derive(Debug)]
pub(crate) struct Laid<const STARTS: usize, const SLOTS: usize> {
    starts: [u32; STARTS],
    slots: [u16; SLOTS],
}

impl<const STARTS: usize, const SLOTS: usize> Laid<STARTS, SLOTS> {
    /// Lays out a list. Does not compile where the list has another number of pieces.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a list of less than 4 GB and of less than 65,535 pieces"
    )]
    pub(crate) const fn out(pieces: &[u8]) -> Self {
        assert!(SLOTS.is_power_of_two() && STARTS <= SLOTS && STARTS <= NONE as usize);
        let mut laid = Self { starts: [0; STARTS], slots: [NONE; SLOTS] };
        let (mut row, mut start) = (0, 0);
        while start < pieces.len() {
            let (mut end, mut hash) = (start, NOTHING);
            while end < pieces.len() && pieces[end] != b'\n' {
                hash = with(hash, pieces[end]);
                end += 1;
            }
            let mut slot = hash as usize % SLOTS;
            while laid.slots[slot] != NONE {
                slot = (slot + 1) % SLOTS;
            }
            laid.slots[slot] = row as u16;
            row += 1;
            start = end + 1;
            laid.starts[row] = start as u32;
        }
        assert!(row + 1 == STARTS);
        laid
    }
}

/// A list that was laid out, of whatever size.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Index {
    pieces: &'static [u8],
    starts: &'static [u32],
    slots: &'static [u16],
}

impl Index {
    /// Takes a list and how it was laid out.
    pub(crate) const fn of<const STARTS: usize, const SLOTS: usize>(
        pieces: &'static [u8],
        laid: &'static Laid<STARTS, SLOTS>,
    ) -> Self {
        assert!(pieces.len() + 1 == laid.starts[STARTS - 1] as usize);
        Self { pieces, starts: &laid.starts, slots: &laid.slots }
    }

    /// Returns the list.
    pub(crate) fn pieces(self) -> &'static [u8] {
        self.pieces
    }

    /// Says how many pieces there are.
    pub(crate) fn count(self) -> usize {
        self.starts.len() - 1
    }

    /// Returns the piece of a row.
    pub(crate) fn piece(self, row: usize) -> &'static [u8] {
        &self.pieces[self.starts[row] as usize..self.starts[row + 1] as usize - 1]
    }

    /// Finds the row of the piece that is `mark` and then `rest`, whose hash is `hash`.
    pub(crate) fn row(self, hash: u32, mark: &[u8], rest: &[u8]) -> Option<u32> {
        let mut slot = hash as usize;
        loop {
            slot %= self.slots.len();
            let row = self.slots[slot];
            if row == NONE {
                return None;
            }
            if self.piece(row.into()).strip_prefix(mark) == Some(rest) {
                return Some(row.into());
            }
            slot += 1;
        }
    }
}

/// Goes on from the hash of some bytes to that of one more: FNV-1a, 32 bits; of nothing it is [`NOTHING`].
pub(crate) const fn with(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

/// The hash of no bytes at all.
pub(crate) const NOTHING: u32 = 0x811c_9dc5;

#[cfg(test)]
mod tests {
    use super::*;

    fn row(piece: &str) -> Option<u32> {
        static LAID: Laid<6, 8> = Laid::out("[PAD]\nun\n##un\n納\n##".as_bytes());
        let index = Index::of("[PAD]\nun\n##un\n納\n##".as_bytes(), &LAID);
        let hash = piece.bytes().fold(NOTHING, with);
        let found = index.row(hash, b"", piece.as_bytes());
        assert_eq!(found, index.row(hash, &piece.as_bytes()[..1], &piece.as_bytes()[1..]));
        assert!(found.is_none_or(|row| index.piece(row as usize) == piece.as_bytes()));
        found
    }

    #[test]
    fn a_piece_is_found_in_its_row_and_nothing_else_is() {
        assert_eq!(["[PAD]", "un", "##un", "納", "##"].map(row), [0, 1, 2, 3, 4].map(Some));
        assert_eq!(["u", "unn", "##u", "#", "\n"].map(row), [None; 5]);
    }

    #[test]
    fn full_slots_are_passed_over() {
        static LAID: Laid<8, 8> = Laid::out(b"a\nb\nc\nd\ne\nf\ng");
        let index = Index::of(b"a\nb\nc\nd\ne\nf\ng", &LAID);
        let row = |piece: u8| index.row(with(NOTHING, piece), b"", &[piece]);
        assert_eq!((b'a'..=b'g').map(row).collect::<Vec<_>>(), (0..7).map(Some).collect::<Vec<_>>());
        assert_eq!(row(b'h'), None);
    }
}
