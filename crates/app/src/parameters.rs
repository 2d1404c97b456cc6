//! The numbers by which the state of a lesson is told, as the person set them.

use hansei_method::parameters::{Parameters, ParametersError};
use serde_json::Value;

use crate::{App, AppError};

/// The name under which they are kept.
const NAME: &str = "parameters";

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
        let space = self.space;
        hansei_store::transaction!(self.store, tx => {
            let before = read(tx.setting(space, NAME).await?)?;
            let after = before.with_all(changes).map_err(first)?;
            let value = serde_json::to_value(after).map_err(AppError::broken)?;
            tx.put_setting(space, NAME, &value).await?;
            Ok::<_, AppError>(after)
        })
    }

    /// Sets all of them.
    pub async fn set_parameters(&self, parameters: &Parameters) -> Result<(), AppError> {
        parameters.check()?;
        let space = self.space;
        let value = serde_json::to_value(parameters).map_err(AppError::broken)?;
        hansei_store::transaction!(self.store, tx => Ok::<_, AppError>(tx.put_setting(space, NAME, &value).await?))
    }
}

fn read(value: Option<Value>) -> Result<Parameters, AppError> {
    value.map_or(Ok(Parameters::default()), |value| serde_json::from_value(value).map_err(AppError::broken))
}

/// Names one thing that is wrong of several.
fn first(wrong: Vec<ParametersError>) -> AppError {
    wrong.into_iter().next().map_or_else(|| AppError::broken("nothing is wrong"), AppError::from)
}
