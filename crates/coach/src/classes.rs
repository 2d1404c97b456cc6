//! What kind of word a word is: who, not, could, was. Closed lists, which is nearly all that context needs (C04).

/// The kind of a word that stands beside it when neighbours are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// The writer, alone or with others.
    Me,
    /// Somebody else, by a pronoun.
    They,
    /// Somebody, by what they do or are to the writer.
    Person,
    /// A word that turns what follows into its opposite.
    Not,
    /// A form of "be".
    Be,
    /// "Could", "should" and the like.
    Modal,
    /// By its ending: "carelessly", "planned", "asking".
    Manner,
    /// A past form.
    Past,
    /// A form that goes on.
    Going,
    /// None of these: the word stands for itself.
    Other,
}

const ME: [&str; 25] = [
    "i",
    "i'd",
    "i'll",
    "i'm",
    "i've",
    "im",
    "me",
    "mine",
    "my",
    "myself",
    "our",
    "ours",
    "ourselves",
    "us",
    "we",
    "we'd",
    "we'll",
    "we're",
    "we've",
    "weve",
    "wed",
    "id",
    "ive",
    "ill",
    "oneself",
];

const THEY: [&str; 18] = [
    "he",
    "he'd",
    "he's",
    "her",
    "hers",
    "herself",
    "him",
    "himself",
    "his",
    "she",
    "she'd",
    "she's",
    "their",
    "theirs",
    "them",
    "themselves",
    "they",
    "they're",
];

/// People by role, without the plural; those who stand in a report of a failure.
const PERSONS: [&str; 170] = [
    "accountant",
    "admin",
    "agency",
    "agent",
    "analyst",
    "anyone",
    "apprentice",
    "architect",
    "assistant",
    "attendant",
    "aunt",
    "board",
    "boss",
    "boy",
    "boyfriend",
    "broker",
    "brother",
    "builder",
    "buyer",
    "captain",
    "carer",
    "cashier",
    "ceo",
    "chairman",
    "chef",
    "chief",
    "child",
    "children",
    "cleaner",
    "clerk",
    "client",
    "coach",
    "colleague",
    "commander",
    "committee",
    "company",
    "conductor",
    "consultant",
    "contractor",
    "cook",
    "corporal",
    "council",
    "coworker",
    "crew",
    "cto",
    "customer",
    "dad",
    "daughter",
    "department",
    "designer",
    "developer",
    "director",
    "dispatcher",
    "doctor",
    "driver",
    "electrician",
    "employee",
    "engineer",
    "everybody",
    "everyone",
    "examiner",
    "farmer",
    "father",
    "flatmate",
    "folk",
    "foreman",
    "founder",
    "friend",
    "girl",
    "girlfriend",
    "group",
    "guest",
    "guy",
    "head",
    "hr",
    "husband",
    "inspector",
    "instructor",
    "intern",
    "investor",
    "judge",
    "kid",
    "lad",
    "landlord",
    "lawyer",
    "lead",
    "leader",
    "leadership",
    "lecturer",
    "lieutenant",
    "lodger",
    "maintainer",
    "man",
    "management",
    "manager",
    "mate",
    "mechanic",
    "medic",
    "member",
    "men",
    "midwife",
    "mom",
    "mother",
    "mum",
    "neighbor",
    "neighbour",
    "nobody",
    "nurse",
    "office",
    "officer",
    "operator",
    "organiser",
    "owner",
    "paramedic",
    "parent",
    "partner",
    "passenger",
    "patient",
    "people",
    "person",
    "pharmacist",
    "pilot",
    "player",
    "plumber",
    "porter",
    "president",
    "priest",
    "producer",
    "professor",
    "pupil",
    "receptionist",
    "referee",
    "rep",
    "resident",
    "reviewer",
    "roommate",
    "salesman",
    "secretary",
    "sergeant",
    "shift",
    "sister",
    "soldier",
    "somebody",
    "someone",
    "son",
    "staff",
    "student",
    "supervisor",
    "supplier",
    "surgeon",
    "teacher",
    "team",
    "technician",
    "tenant",
    "therapist",
    "trainee",
    "trainer",
    "treasurer",
    "tutor",
    "uncle",
    "vendor",
    "vet",
    "volunteer",
    "waiter",
    "waitress",
    "welder",
    "wife",
    "woman",
    "women",
    "worker",
];

const NOT: [&str; 9] = ["cannot", "neither", "never", "no", "nobody", "none", "nor", "not", "without"];

const BE: [&str; 11] =
    ["am", "are", "be", "been", "being", "is", "isn't", "was", "wasn't", "were", "weren't"];

const MODAL: [&str; 6] = ["could", "might", "must", "ought", "should", "would"];

impl Class {
    /// Classes a word as [`Token`](crate::prose::Token) spells it.
    pub(crate) fn of(word: &str) -> Self {
        let long = |ending: &str, least: usize| word.len() >= least && word.ends_with(ending);
        if ME.contains(&word) {
            Self::Me
        } else if THEY.contains(&word) {
            Self::They
        } else if is_person(word) {
            Self::Person
        } else if BE.contains(&word) {
            Self::Be
        } else if NOT.contains(&word) || word.ends_with("n't") {
            Self::Not
        } else if MODAL.contains(&word) {
            Self::Modal
        } else if long("ly", 5) {
            Self::Manner
        } else if long("ed", 5) {
            Self::Past
        } else if long("ing", 6) {
            Self::Going
        } else {
            Self::Other
        }
    }

    /// Returns how neighbours see the word: by its class, or by itself.
    pub(crate) fn stands_as(self, word: &str) -> &str {
        match self {
            Self::Me => "<me>",
            Self::They => "<they>",
            Self::Person => "<person>",
            Self::Not => "<not>",
            Self::Be => "<be>",
            Self::Modal => "<modal>",
            Self::Manner => "<manner>",
            Self::Past => "<past>",
            Self::Going => "<going>",
            Self::Other => word,
        }
    }
}

fn is_person(word: &str) -> bool {
    let holds = |word: &str| PERSONS.binary_search(&word).is_ok();
    holds(word) || word.strip_suffix('s').is_some_and(holds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_that_are_searched_are_in_order() {
        assert!(PERSONS.is_sorted());
    }

    #[test]
    fn words_have_the_class_of_their_list_or_ending() {
        let classes =
            ["we", "she's", "nurses", "didn't", "wasn't", "ought", "carelessly", "planned", "asking", "fly"];
        let expected = [
            Class::Me,
            Class::They,
            Class::Person,
            Class::Not,
            Class::Be,
            Class::Modal,
            Class::Manner,
            Class::Past,
            Class::Going,
            Class::Other,
        ];
        assert_eq!(classes.map(Class::of), expected);
    }
}
