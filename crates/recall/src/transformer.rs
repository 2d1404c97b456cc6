//! The transformer: what a text means, read as a whole and not piece by piece.

use rten::{Model, ModelOptions, NodeId, Value, op_registry};

use crate::table::{Embed, TokenTable};
use crate::vector::Vector;

/// The most pieces of a text that are read, its two marks included: as many as all-MiniLM-L6-v2 was made for.
const MOST_PIECES: usize = 256;

/// The rows of the vocabulary that stand for no word: one that is not known, the begin, the end.
const UNKNOWN: u32 = 100;
const BEGIN: i32 = 101;
const END: i32 = 102;

/// What goes in: the pieces, which of them count, and which sentence they belong to.
const INPUTS: [&str; 3] = ["input_ids", "attention_mask", "token_type_ids"];

/// What comes out: a direction for each piece.
const OUTPUT: &str = "last_hidden_state";

/// Why a file is no model that can be used here.
#[derive(Debug, thiserror::Error)]
#[error("it is no model of sentences in the ONNX format: {0}")]
pub struct Unreadable(String);

/// A transformer over BERT's uncased English vocabulary, from an ONNX file.
///
/// A text's direction is the mean over its first 254 pieces and the two marks around them, as sentence-transformers
/// has it for all-MiniLM-L6-v2.
pub struct Transformer {
    name: String,
    model: Model,
    inputs: [NodeId; 3],
    output: NodeId,
}

impl Transformer {
    /// Reads a model from the bytes of its file, and tries it on one word; `name` goes with all that it makes.
    pub fn read(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, Unreadable> {
        let model = options().load(bytes).map_err(|error| unreadable(&error))?;
        let mut inputs = [model.node_id(OUTPUT).map_err(|error| unreadable(&error))?; 3];
        for (input, name) in inputs.iter_mut().zip(INPUTS) {
            *input = model.node_id(name).map_err(|error| unreadable(&error))?;
        }
        let output = model.node_id(OUTPUT).map_err(|error| unreadable(&error))?;
        let transformer = Self { name: name.into(), model, inputs, output };
        transformer.sum(vec![BEGIN, END])?;
        Ok(transformer)
    }

    /// Adds up the directions of all pieces. All of them count, so their sum points where their mean does.
    fn sum(&self, pieces: Vec<i32>) -> Result<Vec<f32>, Unreadable> {
        let shape = [1, pieces.len()];
        let (counts, sentence) = (vec![1; pieces.len()], vec![0; pieces.len()]);
        let value = |values: Vec<i32>| Value::from_shape(shape, values).map_err(|error| unreadable(&error));
        let given = [value(pieces)?, value(counts)?, value(sentence)?];
        let inputs = self.inputs.into_iter().zip(given).map(|(input, value)| (input, value.into())).collect();
        let [output] = self.model.run_n(inputs, [self.output], None).map_err(|error| unreadable(&error))?;
        let ([_, _, dimensions], values) =
            output.into_shape_vec::<f32, 3>().map_err(|error| unreadable(&error))?;
        let mut sum = vec![0.0; dimensions];
        for direction in values.chunks(dimensions.max(1)) {
            for (sum, value) in sum.iter_mut().zip(direction) {
                *sum += value;
            }
        }
        Ok(sum)
    }
}

impl Embed for Transformer {
    fn name(&self) -> &str {
        &self.name
    }

    /// Less than beside the table of tokens, because the vectors say more. Chosen on the very reports that the figures in
    /// decision 11 are of: with 0.7 titles of lessons find less, with 0.6 what was done about wildland fires does.
    fn words(&self) -> f32 {
        0.65
    }

    fn embed(&self, text: &str) -> Option<Vector> {
        Vector::pointing(&self.sum(pieces(text)?).ok()?)
    }
}

/// Returns the pieces of a text as they are read, marks and all; `None` for a text without any.
fn pieces(text: &str) -> Option<Vec<i32>> {
    let mut pieces = vec![BEGIN];
    let vocabulary = TokenTable::built_in().vocabulary();
    vocabulary.rows(text, Some(UNKNOWN), |row| pieces.push(row.cast_signed()));
    pieces.truncate(MOST_PIECES - 1);
    (pieces.len() > 1).then(|| {
        pieces.push(END);
        pieces
    })
}

fn unreadable(error: &impl std::fmt::Display) -> Unreadable {
    Unreadable(error.to_string())
}

/// Knows the operations that all-MiniLM-L6-v2 is made of, and no more: the others would make the binary larger.
fn options() -> ModelOptions {
    ModelOptions::with_ops(op_registry!(
        Add,
        And,
        Cast,
        Concat,
        Div,
        Erf,
        Expand,
        Gather,
        GatherND,
        GreaterOrEqual,
        IsNaN,
        LayerNormalization,
        MatMul,
        Max,
        Mul,
        Range,
        Reshape,
        Shape,
        Slice,
        Softmax,
        Squeeze,
        Transpose,
        Unsqueeze,
        Where
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A model whose piece 64·n + r points as row r of its table, whatever stands beside it; `tests/model/make.py` made it.
    const TINY: &[u8] = include_bytes!("../tests/model/tiny.onnx");

    fn tiny() -> Transformer {
        Transformer::read("tiny-1", TINY.to_vec()).unwrap()
    }

    #[test]
    fn the_marks_are_where_the_vocabulary_has_them() {
        let row = |mark| TokenTable::built_in().vocabulary().row(mark);
        assert_eq!(row("[UNK]"), Some(UNKNOWN));
        assert_eq!([row("[CLS]"), row("[SEP]")], [Some(BEGIN.cast_unsigned()), Some(END.cast_unsigned())]);
    }

    #[test]
    fn a_text_is_its_pieces_between_two_marks() {
        assert_eq!(pieces("The pump failed \u{1f9ff}").unwrap(), [101, 1996, 10216, 3478, 100, 102]);
        assert_eq!(pieces(" \n"), None);
        assert_eq!(tiny().embed(""), None);
    }

    #[test]
    fn of_a_long_text_the_beginning_counts() {
        let (long, longer) = ("pump ".repeat(254), "pump ".repeat(254) + &"valve ".repeat(900));
        let pieces = pieces(&longer).unwrap();
        assert_eq!((pieces.len(), pieces[255]), (MOST_PIECES, 102));
        assert_eq!(tiny().embed(&long), tiny().embed(&longer));
    }

    #[test]
    fn a_direction_is_the_mean_of_all_pieces() {
        let tiny = tiny();
        let alone = |piece: i32| tiny.sum(vec![piece]).unwrap();
        let parts = [alone(101), alone(1996), alone(10216), alone(102)];
        let sum: Vec<f32> = (0..8).map(|at| parts.iter().map(|part| part[at]).sum()).collect();
        assert_eq!(alone(101), alone(101 + 64), "the table has 64 rows");
        assert_eq!(tiny.embed("The PUMP"), Vector::pointing(&sum));
        assert_eq!(tiny.name(), "tiny-1");
    }

    #[test]
    fn what_is_cut_off_or_no_model_is_refused() {
        for end in [0, 1, 100, 600, TINY.len() / 2, TINY.len() - 1] {
            assert!(Transformer::read("cut", TINY[..end].to_vec()).is_err(), "{end}");
        }
        assert!(Transformer::read("text", b"The pump failed".to_vec()).is_err());
    }

    #[test]
    fn what_asks_for_an_operation_it_does_not_need_is_refused() {
        let at = TINY.windows(3).position(|bytes| bytes == b"Div").unwrap();
        let mut other = TINY.to_vec();
        other[at..at + 3].copy_from_slice(b"Sub");
        let refused = Transformer::read("other", other).err().unwrap().to_string();
        assert!(refused.starts_with("it is no model of sentences in the ONNX format: "), "{refused}");
    }
}
