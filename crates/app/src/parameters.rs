//! The numbers by which the state of a lesson is told, as the person set them.

use hansei_method::parameters::{Parameters, ParametersError};
use hansei_store::Tx;
use serde_json::Value;

use crate::write::write;
use crate::{App, AppError};

/// The name under which they are kept.
const NAME: &str = "parameters";

/// The name under which it is kept what they were before they were changed last.
const BEFORE: &str = "parameters_before";

impl App {
    /// Returns the numbers as the person set them; the defaults where nothing was set.
    pub async fn parameters(&self) -> Result<Parameters, AppError> {
        read(self.store.setting(self.space, NAME).await?)
    }

    /// Sets one of them by its name.
    pub async fn set_parameter(&self, name: &str, value: f64) -> Result<Parameters, AppError> {
        self.change_parameters(&[(name, value)]).await
    }

    /// Sets some of them by their names: all of these, or none.
    pub async fn change_parameters(&self, changes: &[(&str, f64)]) -> Result<Parameters, AppError> {
        hansei_store::transaction!(self.store, tx => {
            let after = self.parameters_in(tx).await?.with_all(changes).map_err(first)?;
            self.put_parameters(tx, &after).await?;
            Ok::<_, AppError>(after)
        })
    }

    /// Sets all of them.
    pub async fn set_parameters(&self, parameters: &Parameters) -> Result<(), AppError> {
        parameters.check()?;
        hansei_store::transaction!(self.store, tx => self.put_parameters(tx, parameters).await)
    }

    /// Sets them back to what they were before they were changed last, and returns them. Done twice, they are as they were.
    pub async fn undo_parameters(&self) -> Result<Parameters, AppError> {
        write!(self, tx => {
            let kept = tx.setting(self.space, BEFORE).await?;
            if kept.is_none() {
                return Err(AppError::Invalid(
                    "the numbers were never changed; there is nothing to undo".to_owned(),
                ));
            }
            let after = read(kept)?;
            self.put_parameters(tx, &after).await?;
            Ok(after)
        })
    }

    /// Returns the numbers as they are in a transaction.
    pub(crate) async fn parameters_in(&self, tx: &mut Tx) -> Result<Parameters, AppError> {
        read(tx.setting(self.space, NAME).await?)
    }

    /// Keeps all of them beside what they were, whatever they are: whoever calls this has checked them. Nothing is kept where
    /// nothing is different.
    pub(crate) async fn put_parameters(&self, tx: &mut Tx, parameters: &Parameters) -> Result<(), AppError> {
        let before = self.parameters_in(tx).await?;
        if before == *parameters {
            return Ok(());
        }
        for (name, parameters) in [(BEFORE, &before), (NAME, parameters)] {
            let value = serde_json::to_value(parameters).map_err(AppError::broken)?;
            tx.put_setting(self.space, name, &value).await?;
        }
        Ok(())
    }
}

fn read(value: Option<Value>) -> Result<Parameters, AppError> {
    value.map_or(Ok(Parameters::default()), |value| serde_json::from_value(value).map_err(AppError::broken))
}

/// Names one thing that is wrong of several.
fn first(wrong: Vec<ParametersError>) -> AppError {
    wrong.into_iter().next().map_or_else(|| AppError::broken("nothing is wrong"), AppError::from)
}
