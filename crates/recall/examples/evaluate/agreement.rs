//! How well two partings of the same records agree.

use std::collections::BTreeMap;

/// Three measures of agreement: 1 for the same parting; ARI and AMI are 0 on average for partings made by chance.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Agreement {
    /// The adjusted Rand index. Source: Hubert and Arabie 1985, *Journal of Classification* 2:193–218.
    pub(crate) rand: f64,
    /// The V-measure with β = 1. Source: Rosenberg and Hirschberg 2007, *EMNLP-CoNLL*, 410–420.
    pub(crate) v_measure: f64,
    /// The adjusted mutual information, by the arithmetic mean. Source: Vinh and others 2010, *JMLR* 11:2837–2854.
    pub(crate) information: f64,
}

impl Agreement {
    /// Compares two partings, each as one number a record.
    pub(crate) fn between(one: &[usize], other: &[usize]) -> Self {
        let all = count(one.len());
        let mut cells: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        let (mut rows, mut columns) = (BTreeMap::new(), BTreeMap::new());
        for (row, column) in one.iter().zip(other) {
            *cells.entry((*row, *column)).or_default() += 1.0;
            *rows.entry(*row).or_insert(0.0) += 1.0;
            *columns.entry(*column).or_insert(0.0) += 1.0;
        }
        let pairs =
            |sizes: &mut dyn Iterator<Item = &f64>| sizes.map(|size| size * (size - 1.0) / 2.0).sum::<f64>();
        let (in_rows, in_columns) = (pairs(&mut rows.values()), pairs(&mut columns.values()));
        let by_chance = in_rows * in_columns / (all * (all - 1.0) / 2.0);
        let entropy = |sizes: &BTreeMap<usize, f64>| -> f64 {
            sizes.values().map(|size| -size / all * (size / all).ln()).sum()
        };
        let entropies = entropy(&rows) + entropy(&columns);
        let shared: f64 = cells
            .iter()
            .map(|((row, column), size)| size / all * (size * all / (rows[row] * columns[column])).ln())
            .sum();
        let expected = expected_information(&rows, &columns, one.len());
        Self {
            rand: ratio(
                pairs(&mut cells.values()) - by_chance,
                f64::midpoint(in_rows, in_columns) - by_chance,
            ),
            v_measure: ratio(2.0 * shared, entropies),
            information: ratio(shared - expected, entropies / 2.0 - expected),
        }
    }
}

/// The mutual information that two partings of these sizes share by chance.
fn expected_information(rows: &BTreeMap<usize, f64>, columns: &BTreeMap<usize, f64>, records: usize) -> f64 {
    let mut logs = vec![0.0];
    for number in 1..=records {
        logs.push(logs[number - 1] + count(number).ln());
    }
    let factorial = |number: f64| logs[whole(number)];
    let all = count(records);
    let mut sum = 0.0;
    for row in rows.values() {
        for column in columns.values() {
            let mut size = (row + column - all).max(1.0);
            while size <= row.min(*column) {
                let chance =
                    factorial(*row) + factorial(*column) + factorial(all - row) + factorial(all - column)
                        - factorial(all)
                        - factorial(size)
                        - factorial(row - size)
                        - factorial(column - size)
                        - factorial(all - row - column + size);
                sum += size / all * (all * size / (row * column)).ln() * chance.exp();
                size += 1.0;
            }
        }
    }
    sum
}

/// A quotient; 1 where both are nothing, as for two partings that put everything together.
fn ratio(part: f64, whole: f64) -> f64 {
    if whole.abs() < 1e-12 { 1.0 } else { part / whole }
}

pub(crate) fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).expect("fewer than four thousand million records"))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of records, never negative"
)]
fn whole(number: f64) -> usize {
    number as usize
}
