//! Adopted lessons: taken from somebody else's failure into one's own practice, each with where it came from.

use hansei_method::adoption::{Adoption, MOST_CONDITIONS, Provenance};
use hansei_method::id::{AdoptionId, CollectionId};
use hansei_method::plan::Commitment;
use hansei_method::text::Text;
use hansei_recall::{Excerpt, Piece, SearchQuery, search_text};
use hansei_store::{KeptAdoption, Tx};

use crate::list::AROUND;
use crate::write::write;
use crate::{App, AppError, Saved};

/// What somebody takes from a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopt {
    /// What is true here too.
    pub conditions: Vec<Text>,
    /// What would be different in one's own case.
    pub difference: Option<Text>,
    /// The lesson in one's own words.
    pub lesson: Text,
    /// What to do when the moment comes.
    pub commitment: Commitment,
}

/// An adopted lesson that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdoptionHit {
    /// The adopted lesson.
    pub adoption: Adoption,
    /// The lesson with the words marked.
    pub lesson: Vec<Piece>,
    /// The place where most of the words stand together, in everything that was written with it.
    pub excerpt: Excerpt,
}

impl App {
    /// Adopts a lesson from a case.
    pub async fn adopt(
        &self,
        collection: CollectionId,
        key: &str,
        adopt: Adopt,
    ) -> Result<Saved<AdoptionId>, AppError> {
        check_conditions(&adopt.conditions)?;
        let told = self.case(collection, key).await?;
        let from = Provenance::of(&told.case, &told.collection);
        let (id, now) = (AdoptionId::new(self.new_id()), self.now().timestamp());
        let adoption = written(id, from, adopt);
        write!(self, tx => {
            if !tx.insert_adoption(self.space, &adoption, now, now).await? {
                return Err(AppError::Conflict("this id is taken; try again".to_owned()));
            }
            self.follow_adoption(tx, &adoption, now).await?;
            Ok(Saved { id, version: 1 })
        })
    }

    /// Lists the adopted lessons, adopted last first.
    pub async fn adoptions(&self) -> Result<Vec<KeptAdoption>, AppError> {
        Ok(self.store.adoptions(self.space).await?)
    }

    /// Returns an adopted lesson; a removed one is not there.
    pub async fn adoption(&self, id: AdoptionId) -> Result<KeptAdoption, AppError> {
        let kept = self.store.adoption(self.space, id).await?;
        kept.filter(|kept| kept.deleted_at.is_none()).ok_or_else(no_adoption)
    }

    /// Returns an adopted lesson, removed or not.
    pub async fn adoption_or_removed(&self, id: AdoptionId) -> Result<KeptAdoption, AppError> {
        self.store.adoption(self.space, id).await?.ok_or_else(no_adoption)
    }

    /// Writes an adopted lesson anew; where it comes from stays.
    pub async fn change_adoption(
        &self,
        id: AdoptionId,
        expected: Option<i64>,
        adopt: Adopt,
    ) -> Result<Saved<AdoptionId>, AppError> {
        check_conditions(&adopt.conditions)?;
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = self.adoption_there(tx, id, expected).await?;
            if kept.deleted_at.is_some() {
                return Err(no_adoption());
            }
            let adoption = written(id, kept.adoption.from.clone(), adopt.clone());
            if adoption == kept.adoption {
                return Ok(Saved { id, version: kept.version });
            }
            let version = tx.save_adoption(self.space, &adoption, kept.version, None, now).await?;
            self.follow_adoption(tx, &adoption, kept.created_at).await?;
            Ok(Saved { id, version: version.ok_or_else(changed)? })
        })
    }

    /// Removes an adopted lesson; [`take_back_adoption`](Self::take_back_adoption) brings it back.
    pub async fn remove_adoption(
        &self,
        id: AdoptionId,
        expected: Option<i64>,
    ) -> Result<Saved<AdoptionId>, AppError> {
        self.set_removed(id, expected, true).await
    }

    /// Brings a removed lesson back.
    pub async fn take_back_adoption(
        &self,
        id: AdoptionId,
        expected: Option<i64>,
    ) -> Result<Saved<AdoptionId>, AppError> {
        self.set_removed(id, expected, false).await
    }

    /// Lists the adopted lessons that were removed, removed last first.
    pub async fn removed_adoptions(&self) -> Result<Vec<KeptAdoption>, AppError> {
        Ok(self.store.removed_adoptions(self.space).await?)
    }

    /// Erases an adopted lesson for good, removed or not. There is no way back.
    pub async fn erase_adoption(
        &self,
        id: AdoptionId,
        expected: Option<i64>,
    ) -> Result<Saved<AdoptionId>, AppError> {
        write!(self, tx => {
            let kept = self.adoption_there(tx, id, expected).await?;
            tx.erase_adoption(self.space, id).await?;
            Ok(Saved { id, version: kept.version })
        })
    }

    async fn set_removed(
        &self,
        id: AdoptionId,
        expected: Option<i64>,
        is_removed: bool,
    ) -> Result<Saved<AdoptionId>, AppError> {
        let now = self.now().timestamp();
        write!(self, tx => {
            let kept = self.adoption_there(tx, id, expected).await?;
            if kept.deleted_at.is_some() == is_removed {
                return Ok(Saved { id, version: kept.version });
            }
            let at = is_removed.then_some(now);
            let version = tx.save_adoption(self.space, &kept.adoption, kept.version, at, now).await?;
            Ok(Saved { id, version: version.ok_or_else(changed)? })
        })
    }

    /// Finds adopted lessons by their words, adopted last first.
    pub async fn look_up_adoptions(&self, text: &str) -> Result<Vec<AdoptionHit>, AppError> {
        let Some(query) = SearchQuery::parse(text) else { return Ok(Vec::new()) };
        let mut hits = Vec::new();
        for kept in self.adoptions().await? {
            let whole = whole_text(&kept.adoption);
            if query.matches(search_text(&whole).split(' ')) {
                hits.push(AdoptionHit {
                    lesson: hansei_recall::mark(kept.adoption.lesson.as_str(), &query),
                    excerpt: Excerpt::cut(&whole, &query, AROUND),
                    adoption: kept.adoption,
                });
            }
        }
        Ok(hits)
    }

    async fn adoption_there(
        &self,
        tx: &mut Tx,
        id: AdoptionId,
        expected: Option<i64>,
    ) -> Result<KeptAdoption, AppError> {
        let kept = tx.adoption(self.space, id).await?.ok_or_else(no_adoption)?;
        if expected.is_some_and(|expected| expected != kept.version) {
            return Err(changed());
        }
        Ok(kept)
    }
}

fn written(id: AdoptionId, from: Provenance, adopt: Adopt) -> Adoption {
    let Adopt { conditions, difference, lesson, commitment } = adopt;
    Adoption { id, from, conditions, difference, lesson, commitment }
}

/// Puts everything that was written with an adopted lesson into one text.
fn whole_text(adoption: &Adoption) -> String {
    let mut parts =
        vec![adoption.lesson.as_str(), adoption.commitment.cue.as_str(), adoption.commitment.act.as_str()];
    parts.extend(adoption.conditions.iter().map(Text::as_str));
    parts.extend(adoption.difference.as_ref().map(Text::as_str));
    parts.push(adoption.from.title.as_str());
    parts.join("\n")
}

/// Refuses more conditions than may be shared with one case.
pub(crate) fn check_conditions(conditions: &[Text]) -> Result<(), AppError> {
    if conditions.len() > MOST_CONDITIONS {
        return Err(AppError::Invalid(format!(
            "{} shared conditions are too many; keep the {MOST_CONDITIONS} that matter most",
            conditions.len()
        )));
    }
    Ok(())
}

fn no_adoption() -> AppError {
    AppError::NotFound(
        "there is no such adopted lesson; look at the list of adopted lessons for its id".to_owned(),
    )
}

fn changed() -> AppError {
    AppError::Conflict(
        "this adopted lesson was changed somewhere else; look at it again, then repeat your change"
            .to_owned(),
    )
}
