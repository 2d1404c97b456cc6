//! Whether a text is English, which is all that the coach can read; anything else gets the standing questions.

use std::collections::HashMap;
use std::sync::LazyLock;

use hansei_recall::commonness::is_known;
use hansei_recall::terms::Terms;
use whatlang::{Lang, detect};

use crate::classes::Class;
use crate::model::Weights;

/// The fewest letters by which the way a text is spelled says anything about the language it is in.
const LEAST_LETTERS: usize = 24;

/// How sure it has to be that a text in Latin letters is not English: short and faulty English looks like anything.
const LEAST_CONFIDENCE: f64 = 0.9;

/// How much of a text is looked at.
const MOST_BYTES: usize = 2_000;

/// What a word that only others have counts, beside one that others share with English; and what an English one counts.
const COUNTS: usize = 2;

/// Words that English is held together by, without those that others spell alike.
const ENGLISH: &str = "about after again all also although always and another any anyone are aren't around asked away back be \
    because been before being better both but by called can can't cannot could couldn't day did didn't does \
    doesn't doing don't done down each early either else enough even ever every everyone few first for \
    forgot from get give go going gone good got had hasn't have haven't having here him his how i i'd i'll \
    i'm i've if instead into isn't it it's its itself just keep kept last late left less let like made make \
    many may might missed more most much must my myself need never new next nobody none not nothing now off \
    often once one only other our ourselves out own people put really right said same say see she should \
    shouldn't since some somebody someone something soon still such take team than that that's the their \
    them then there these they they're thing things this those though through time today together told \
    tomorrow too took until up us use very wasn't way we'll we're we've week well went weren't what when \
    where whether which while who whose why with within without won't work would wouldn't year yes yesterday \
    yet you your";
/// Words by which other languages are held together: Spanish, French, German, Dutch, Danish, Swedish, Portuguese, Italian,
/// Polish, Swahili, and a few of their neighbours.
const OTHERS: &str = "abbiamo aber akan aldrig alikuwa alla alles allora allt alltid alors altid altijd amanhã anche antes ao \
    après así att auch auf aujourd'hui aus aussi avant avec aveva avevo avez avons ayer baada bardziej \
    bardzo bedre bei bem bene benim besser beter bez bij bist blir blive bliver byl byli bylo był była było \
    bättre będzie będą będę c'est c'était cada ces cette chaque che cliente como cuando cuidado culpa czy că \
    d'un d'une daha dann dans dass della delle demain dengan depois después değil dla dlaczego domani donde \
    dopo durch dzisiaj een efter eftersom eine einem einen einer ela elas ele eles elles ellos encore endnu \
    entonces então equipo erano ese eso essere esta estaba estar estava esto está están ett että eu euch \
    faire farei farò fazer ferai foarte foi foram fordi fracaso från fue fueron för före før für gdy gdzie \
    geen gegen gestern gisteren già gli går haar habe haben había hacer hakuna hanno haré hatte hatten havde \
    heb hebben hebt heeft het heute hier hii hij hiyo hogy hoje hoy huo huu hvad hvem hver hvis hvor hvorfor \
    hän ich ieder ieri ik ikke ils immer ingen inget inte intet isso ist isto için j'ai j'avais j'étais jag \
    jak jamais je jede jeden jeder jeg jest jeszcze jetzt jeśli jij jouw jsem jsme jullie jutro już já kabla \
    kann karena katika każdy když kein keine keinen kesho kiedy konnte kto kunnen kwamba können l'équipe \
    lakini lebih lepiej leur leurs loro lui maar mais mañana meer meget meglio mehr mein meine meinen mejor \
    mejorar melhor meu miał miała mich mieux mij mijn mimi minha minä mitt moeten moja molto morgen mradi \
    mteja muito muss musste mutta muy mycket myös más må måste mój müssen n'ai n'est n'était naar nach nada \
    nagyon nasz nel nella nem není nicht nichts nie niemals niente niet niets nigdy nilikuwa nilisahau \
    nilitaka ninataka nita nitafanya nitakuwa noch nog noi nooit nosotros notre nous nunca nur nyinyi não \
    när når nós och också oder og oggi ogni også ohne olen omdat ona onde onder oni ons ont ontem ook \
    opletten oss où parce pentru perché pero più por porque protože proyecto przed przez puis på qu'il qu'on \
    quand quando que quello quem quería questa questo qui quiero quién quoi rien sarò schlecht schon sehr \
    seit sempre senza serai será seré ses seu sich siempre sikufanya sikuwa sisi się ska skal soll sollen \
    sollte som sono sont sopra sulla sunt suo sus så są también também tegen tengo tenho tenía też tidak \
    tiene tinha todo todos toujours tous trop très tudo tulikuwa tulitaka tutafanya tutti tutto tylko uden \
    uit uma umas und une unos unter untuk utan už vad vagyok vai vais vandaag vara varför varje vem vil \
    vizuri vom voor votre vou vous voy vær være været waar waarom wakati walikuwa wanneer wao warum wczoraj \
    weil wenn wer werde werden wewe wie wij wilde willen wir wird więcej wollen wollte worden wordt wszystko \
    wurde wurden yake yako yangu yetu yeye yo zaidi zal zawsze zeer zeit zij zijn zonder zou zouden zu \
    zullen zum zur är çok è és étaient était été în über şey że že și";
/// English words that other languages spell alike, and mean something else by.
const ALIKE: &str = "a an as at do has he her in is me no of on or over so to under was we were will";
/// Such words that stand in names or in slips of English too: "de Vries", "La Scala", "dem".
const SHARED: &str = "al als con da das dat de del dem den der des det di die du el en es et hai han har hat il kwa la las le \
    les lo los mas med mer mi mit na ni os se sem si su til um un una uno van ved vi von wa war wo y ya za";
/// Words with a mark on a letter that English has taken in.
const BORROWED: &str = "brulée brûlée béchamel café cafés cliché clichés consommé crudités crème crêpe crêpes décor déjà entrée \
    entrées exposé façade fiancé fiancée flambé fête fêtes jalapeño jalapeños maître naïve piqué piñata \
    protégé purée puréed pâté rosé résumé résumés sauté sautéed soufflé soufflés touché voilà à éclair \
    éclairs";

/// What a word says about the language in which it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    English,
    Alike,
    Other,
    Shared,
    Borrowed,
}

static SIGNS: LazyLock<HashMap<&str, Sign>> = LazyLock::new(|| {
    let lists = [
        (ENGLISH, Sign::English),
        (ALIKE, Sign::Alike),
        (OTHERS, Sign::Other),
        (SHARED, Sign::Shared),
        (BORROWED, Sign::Borrowed),
    ];
    lists.into_iter().flat_map(|(words, sign)| words.split(' ').map(move |word| (word, sign))).collect()
});

/// What the words of a text say about its language.
#[derive(Debug, Default)]
struct Signs {
    words: usize,
    english: usize,
    other: usize,
    /// Words that are no names, and how many of these ordinary English does not know; counted where nothing else is.
    plain: Vec<String>,
}

/// Says whether a text may be read as English; a text too short to tell is.
pub(crate) fn is_english(text: &str) -> bool {
    let start = &text[..text.floor_char_boundary(MOST_BYTES)];
    let letters = || start.chars().filter(|letter| letter.is_alphabetic());
    let (all, latin) = (letters().count(), letters().filter(|letter| is_latin(*letter)).count());
    if latin * 2 < all {
        return false;
    }
    let signs = Signs::of(start);
    let is_other = || {
        detect(start).is_some_and(|found| found.lang() != Lang::Eng && found.confidence() >= LEAST_CONFIDENCE)
    };
    let is_spelled_otherwise = all >= LEAST_LETTERS && signs.english * 4 < signs.words && is_other();
    let is_held_otherwise = signs.other >= COUNTS && signs.other >= signs.english;
    let is_unknown = || signs.english == 0 && signs.are_unknown();
    !(is_held_otherwise || is_spelled_otherwise || is_unknown())
}

impl Signs {
    fn of(text: &str) -> Self {
        let is_inside = |letter: char| {
            letter.is_alphabetic() || matches!(letter, '\'' | '\u{2019}' | '\u{300}'..='\u{36f}')
        };
        let mut words = text
            .split(|letter: char| !is_inside(letter))
            .map(|word| word.trim_matches(['\'', '\u{2019}']))
            .filter(|word| !word.is_empty())
            .peekable();
        let begins_small = |word: &str| word.starts_with(char::is_lowercase);
        let mut signs = Self::default();
        while let Some(word) = words.next() {
            let small = word.to_lowercase().replace('\u{2019}', "'");
            let is_name = signs.words > 0 && !begins_small(word);
            let sign = SIGNS.get(small.as_str());
            match sign {
                Some(Sign::English) => signs.english += COUNTS,
                Some(Sign::Alike) => signs.english += 1,
                Some(Sign::Other) if !is_name => signs.other += COUNTS,
                Some(Sign::Shared) if words.peek().is_none_or(|next| begins_small(next)) => signs.other += 1,
                None if !is_name && word.contains(is_marked) => signs.other += COUNTS,
                _ => {}
            }
            if signs.english == 0 && !is_name && sign != Some(&Sign::Borrowed) {
                signs.plain.push(small);
            }
            signs.words += 1;
        }
        signs
    }

    /// Says whether ordinary English does not know two of three words, and two at least.
    fn are_unknown(&self) -> bool {
        let weights = Weights::built_in();
        let is_known = |word: &&String| {
            let is_formed = matches!(Class::of(word), Class::Past | Class::Going | Class::Manner);
            is_formed || weights.knows_word(word) || Terms::of(word).counts().all(|(stem, _)| is_known(stem))
        };
        let unknown = self.plain.len() - self.plain.iter().filter(is_known).count();
        unknown >= 2 && unknown * 3 >= self.plain.len() * 2
    }
}

/// Says whether a letter is Latin with a mark, or one that only some languages have.
fn is_marked(letter: char) -> bool {
    !letter.is_ascii() && is_latin(letter)
}

fn is_latin(letter: char) -> bool {
    // Latin with its extensions; of the letters before them only those of measures stand in English texts.
    matches!(letter, 'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// Says whether statements may be read as English, all of them together: each by itself is too short to tell.
pub(crate) fn are_english<'s>(statements: impl Iterator<Item = &'s str>) -> bool {
    let words = statements.fold(String::new(), |words, statement| {
        if words.len() < MOST_BYTES { words + statement + "\n" } else { words }
    });
    is_english(&words)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn other_languages_are_told_from_english_with_faults() {
        for text in [
            "I wanted that the residents have nice time with me and feel like at home.",
            "Forgot the pump. Again.",
            "Forgot pump",
            "Postgres failover botched",
            "Cr\u{e8}me br\u{fb}l\u{e9}e split",
            "Okonkwo, Adebayo, Nguyen",
            "Call Jos\u{e9} Pe\u{f1}a in La Paz",
            "Ask van der Berg to sign",
            "I am not happy with myself, c'est la vie",
            "aye just tae get through the hale pallet withoot a complaint",
            "12 \u{3bc}m at 37 \u{b0}C",
            "ok",
            "",
        ] {
            assert!(is_english(text), "{text}");
        }
        for text in [
            "Wir hatten die Lieferung zu sp\u{e4}t bestellt und niemand hat es gemerkt.",
            "Nous avons oubli\u{e9} de pr\u{e9}venir le client avant la fin de la semaine.",
            "Забыл предупредить клиента о задержке поставки.",
            "納品の遅れを顧客に伝えるのを忘れていました。次は早く連絡します。",
        ] {
            assert!(!is_english(text), "{text}");
        }
    }

    #[test]
    fn a_few_words_of_another_language_are_enough() {
        for text in [
            "Quer\u{ed}a que el proyecto saliera bien.",
            "No volver\u{e1} a pasar.",
            "Llamar al cliente antes del viernes.",
            "Je ferai plus attention.",
            "Wenn es klingelt, stehe ich auf.",
            "Ich bin ein Versager.",
            "Den Kunden vor Freitag anrufen.",
            "Ik zal beter opletten.",
            "Jeg er en fiasko.",
            "Ring kunden inden fredag.",
            "Vou ter mais cuidado.",
            "O servidor caiu \u{e0}s oito.",
            "Sar\u{f2} pi\u{f9} attento.",
            "Sono un fallimento.",
            "B\u{119}d\u{119} bardziej uwa\u{17c}ny.",
            "Serwer pad\u{142} o \u{f3}smej.",
            "Nitakuwa makini zaidi.",
            "Mfumo ulianguka saa nane.",
            "Я неудачник.",
            "もっと気をつける。",
            "실패했다.",
            "أنا فاشل.",
            "Απέτυχα.",
        ] {
            assert!(!is_english(text), "{text}");
        }
    }

    #[test]
    fn of_all_sentences_that_were_learned_from_less_than_one_in_a_thousand_is_not_english() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sentences");
        let files =
            fs::read_dir(folder).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
        let (mut all, mut silent) = (0, Vec::new());
        for line in files.flat_map(|file| file.lines().map(str::to_owned).collect::<Vec<_>>()) {
            let line: serde_json::Value = serde_json::from_str(&line).unwrap();
            let Some(text) = line["text"].as_str() else { continue };
            all += 1;
            if !is_english(text) {
                silent.push(text.to_owned());
            }
        }
        assert!(all > 30_000 && silent.len() * 1_000 < all, "{} of {all}: {silent:#?}", silent.len());
    }
}
