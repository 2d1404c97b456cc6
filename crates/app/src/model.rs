//! The model: a transformer that the person may put beside the log, so that entries are compared by what they mean.
//!
//! The log says which model is wanted, and a folder beside it holds the file. Without a sound file entries are compared by
//! their words, and nothing that the model made before is touched: when the file is back, so is everything.

use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use hansei_recall::table::Embed;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::{App, AppError};

/// The name under which the log says which model is wanted.
pub(crate) const SETTING: &str = "model";

/// How many rounds of rest a model is kept in memory that nobody uses.
const ROUNDS_KEPT: u32 = 30;

/// A model that can be installed: its file is known to the last bit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// What it is called, and its file.
    pub name: String,
    /// The SHA-256 of its file, in small hexadecimal digits.
    pub sha256: String,
}

impl Model {
    /// Returns the model that hansei knows: all-MiniLM-L6-v2 with weights of eight bits, 23 MB, Apache-2.0.
    #[must_use]
    pub fn known() -> Self {
        Self {
            name: "all-MiniLM-L6-v2-int8".to_owned(),
            sha256: "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6".to_owned(),
        }
    }
}

/// Something that turns texts into vectors, for whoever asks.
pub(crate) type Maker = Arc<dyn Embed + Send + Sync>;

/// Why the model that is wanted is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// There is no file.
    #[error("{0} is not there; {BACK}")]
    Missing(String),
    /// There is a file, and it cannot be read.
    #[error("{0} cannot be read ({1}); {BACK}")]
    Unread(String, String),
    /// The file is damaged, or another one.
    #[error("{0} is damaged or another file: its SHA-256 is not the one of {1}; {BACK}")]
    Other(String, String),
    /// The file is the right one, and cannot be used all the same.
    #[error("{0} cannot be used ({1}); {BACK}")]
    Unusable(String, String),
    /// The log asks for a model of another version of hansei.
    #[error("the log asks for the model {0}, which this hansei does not know; {BACK}")]
    Unknown(String),
    /// The program cannot run any model.
    #[error("this hansei was built without the transformer; {FORWARD}")]
    NotBuiltIn,
}

/// What to do where the file is not as it should be.
const BACK: &str =
    "install it again with `hansei model install FILE`, or do without it: `hansei model remove`";

/// What to do where the program cannot run a model.
const FORWARD: &str = "build it with `cargo install --path crates/cli --features transformer`, or do without it: `hansei model remove`";

/// Where the file of the model is, and the model itself while it is in use.
pub struct Shelf {
    folder: PathBuf,
    model: Model,
    read: Mutex<Option<Read>>,
}

/// What came of reading the file.
struct Read {
    /// Which file that was.
    stamp: Stamp,
    made: Result<Maker, ModelError>,
    /// How many rounds of rest nobody used it.
    unused: u32,
}

/// What tells a file from the one that was there before.
type Stamp = (u64, Option<SystemTime>);

impl Shelf {
    /// Names the folder in which the file of a model is, or will be.
    #[must_use]
    pub fn new(folder: PathBuf, model: Model) -> Self {
        Self { folder, model, read: Mutex::default() }
    }

    /// Returns the model that can be installed.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Returns where the file of the model is, or will be.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.folder.join(format!("{}.onnx", self.model.name))
    }

    /// Checks that some bytes are the model, and that it runs here; `file` is where they come from.
    pub fn check(&self, file: &Path, bytes: Vec<u8>) -> Result<(), ModelError> {
        self.maker(file, bytes).map(drop)
    }

    /// Checks that the file of a model that is wanted is there and sound. Reads all of it.
    pub fn look(&self, wanted: &str) -> Result<(), ModelError> {
        self.is_the_one(wanted)?;
        self.check(&self.file(), self.bytes()?)
    }

    /// Gives the memory of a model back that nobody used for a while; to be called again and again.
    pub fn rest(&self) {
        let mut read = self.lock();
        if let Some(read) = read.as_mut() {
            read.unused += 1;
        }
        read.take_if(|read| read.unused > ROUNDS_KEPT);
    }

    /// Says whether the model is in memory now.
    #[must_use]
    pub fn is_in_memory(&self) -> bool {
        self.lock().is_some()
    }

    /// Returns the model that is wanted, read if it has to be. Takes as long as that takes.
    ///
    /// A file that was taken away or replaced since is noticed.
    pub(crate) fn take(&self, wanted: &str) -> Result<Maker, ModelError> {
        self.is_the_one(wanted)?;
        let mut read = self.lock();
        let stamp = fs::metadata(self.file()).map(|about| stamp(&about)).map_err(|error| self.unread(&error));
        let stamp = match stamp {
            Ok(stamp) => stamp,
            Err(error) => {
                *read = None;
                return Err(error);
            }
        };
        if read.as_ref().is_none_or(|read| read.stamp != stamp) {
            // The memory of the one before goes back first.
            *read = None;
            let made = self.bytes().and_then(|bytes| self.maker(&self.file(), bytes));
            *read = Some(Read { stamp, made, unused: 0 });
        }
        let read = read.as_mut().expect("it was read");
        read.unused = 0;
        read.made.clone()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Read>> {
        // What was read is whole or not there.
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_the_one(&self, wanted: &str) -> Result<(), ModelError> {
        if wanted == self.model.name { Ok(()) } else { Err(ModelError::Unknown(wanted.to_owned())) }
    }

    fn bytes(&self) -> Result<Vec<u8>, ModelError> {
        fs::read(self.file()).map_err(|error| self.unread(&error))
    }

    fn unread(&self, error: &io::Error) -> ModelError {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                ModelError::Missing(named(&self.file()))
            }
            _ => ModelError::Unread(named(&self.file()), error.to_string()),
        }
    }

    fn maker(&self, file: &Path, bytes: Vec<u8>) -> Result<Maker, ModelError> {
        if hexadecimal(&Sha256::digest(&bytes)) != self.model.sha256 {
            return Err(ModelError::Other(named(file), self.model.name.clone()));
        }
        run(&self.model, file, bytes)
    }
}

#[cfg(feature = "transformer")]
fn run(model: &Model, file: &Path, bytes: Vec<u8>) -> Result<Maker, ModelError> {
    use hansei_recall::transformer::Transformer;
    let unusable =
        |error: hansei_recall::transformer::Unreadable| ModelError::Unusable(named(file), error.to_string());
    Ok(Arc::new(Transformer::read(model.name.as_str(), bytes).map_err(unusable)?))
}

#[cfg(not(feature = "transformer"))]
fn run(_: &Model, _: &Path, _: Vec<u8>) -> Result<Maker, ModelError> {
    Err(ModelError::NotBuiltIn)
}

fn named(file: &Path) -> String {
    file.display().to_string()
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

fn stamp(about: &Metadata) -> Stamp {
    (about.len(), about.modified().ok())
}

/// Reads from the setting which model is wanted.
pub(crate) fn wanted(setting: Option<&Value>) -> Option<String> {
    setting?.get("name")?.as_str().map(str::to_owned)
}

impl App {
    /// Takes the shelf on which the file of a model may be.
    #[must_use]
    pub fn with_model_shelf(self, place: Shelf) -> Self {
        Self { model_shelf: Some(Arc::new(place)), ..self }
    }

    /// Returns the shelf on which the file of a model may be; `None` where no model can be used.
    #[must_use]
    pub fn model_shelf(&self) -> Option<&Shelf> {
        self.model_shelf.as_deref()
    }

    /// Names the model that the log asks for; `None` where it asks for none.
    pub async fn wanted_model(&self) -> Result<Option<String>, AppError> {
        Ok(wanted(self.store.setting(self.space, SETTING).await?.as_ref()))
    }

    /// Says that entries are compared with the help of a model from now on, or of none.
    pub async fn want_model(&self, name: Option<&str>) -> Result<(), AppError> {
        let value = name.map_or(Value::Null, |name| json!({ "name": name }));
        let space = self.space;
        hansei_store::transaction!(self.store, tx => Ok::<_, AppError>(tx.put_setting(space, SETTING, &value).await?))
    }

    /// Returns the model that is wanted, read if it has to be, on a thread that may wait.
    pub(crate) async fn model(&self, wanted: String) -> Result<Maker, ModelError> {
        let Some(place) = self.model_shelf.clone() else { return Err(ModelError::Unknown(wanted)) };
        let file = place.file();
        let broken = |error: tokio::task::JoinError| ModelError::Unusable(named(&file), error.to_string());
        tokio::task::spawn_blocking(move || place.take(&wanted)).await.map_err(broken)?
    }
}
