use hansei_app::library::files::Remark;
use hansei_app::library::{Described, Sketch};
use hansei_method::case::Case;

use crate::harness::*;
use crate::library::{case, keys, shelved, some};

#[tokio::test]
async fn a_case_that_two_collections_tell_is_shown_once_as_it_came_first() {
    let bench = Bench::new().await;
    shelved(&bench).await;
    let again = bench.app.add_collection(Described::named("Again".parse().unwrap())).await.unwrap().id;
    let told = "Summary\nA valve was closed for the repair, and nobody opened it afterwards.";
    bench.app.put_cases(again, vec![case("b-2", "The pump ran dry!", told)]).await.unwrap();
    assert_eq!(keys(&bench.app, "valve repair").await, ["2"]);
    let text = "After the repair the valve was left closed, and the pump was damaged";
    let similar = bench.app.similar_cases_to_text(text, false, 20).await.unwrap();
    let pumps: Vec<_> = similar
        .iter()
        .map(|similar| similar.told.case.key.as_str())
        .filter(|key| ["2", "b-2"].contains(key))
        .collect();
    assert_eq!(pumps, ["2"]);
}

#[tokio::test]
async fn cases_of_somebody_else_under_the_same_keys_are_strange_and_a_file_that_grew_is_not() {
    let bench = Bench::new().await;
    let id = shelved(&bench).await;
    let name = "heard OF".parse().unwrap();
    let is_strange = async |cases: &[Case]| {
        let sketches: Vec<Sketch> = cases.iter().map(Sketch::of).collect();
        bench.app.kinship_by_name(&name, &sketches).await.unwrap().unwrap().is_strange()
    };
    let others = [case("1", "A fall", "It fell."), case("9", "A fire", "It burned.")];
    assert!(is_strange(&others).await && is_strange(&others[1..]).await);
    assert!(!is_strange(&some()).await && !is_strange(&some()[1..2]).await && !is_strange(&[]).await);
    let grown: Vec<Case> = (10..40).map(|at| case(&at.to_string(), "New", "New.")).chain(some()).collect();
    assert!(!is_strange(&grown).await);
    let renamed: Vec<Case> =
        some().into_iter().map(|case| Case { key: "x".parse().unwrap(), ..case }).collect();
    assert!(!is_strange(&renamed).await, "the titles are there");
    let refused = bench.app.put_cases_noted(id, others.to_vec(), false).await.unwrap_err().to_string();
    assert!(
        refused.contains("1 would take the place of another case") && refused.contains("\"replace\": true"),
        "{refused}"
    );
    let late =
        Case { occurred: "2199-01-01".parse().ok(), link: "javascript:x".parse().ok(), ..others[0].clone() };
    let (put, noted) =
        bench.app.put_cases_noted(id, vec![others[1].clone(), late.clone(), late], true).await.unwrap();
    assert_eq!((put.new, put.changed), (1, 1));
    let noted: Vec<_> = noted.into_iter().map(|noted| (noted.remark, noted.count, noted.first)).collect();
    assert_eq!(noted, [(Remark::SameKey, 1, 3), (Remark::FutureDay, 2, 2), (Remark::OtherLink, 2, 2)]);
    assert_eq!(bench.app.case(id, "1").await.unwrap().case.occurred, None);
}
