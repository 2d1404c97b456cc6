//! What the names of columns say in German, French and Spanish, written without accents, with upright strokes between.

use crate::form::Field;

/// What a name says, the best names first; after the English ones, in the same order of fields.
pub(super) const ABROAD: [(Field, &str); 9] = [
    (
        Field::Title,
        "titel|uberschrift|ueberschrift|betreff|kurztitel|bezeichnung|kurzbezeichnung|schlagzeile|vorfall|ereignis|titre|\
         intitule|objet|sujet|evenement|titulo|asunto|encabezado|incidente|nom|nombre",
    ),
    (
        Field::Intended,
        "absicht|ziel|erwartung|geplant|vorhaben|was war beabsichtigt|objectif|but|intention|attendu|objetivo|intencion|\
         esperado|lo esperado",
    ),
    (
        Field::Happened,
        "beschreibung|was ist passiert|was geschah|hergang|ereignishergang|unfallhergang|sachverhalt|verlauf|vorgang|\
         vorfallbeschreibung|ereignisbeschreibung|schilderung|zusammenfassung|kurzbeschreibung|bericht|inhalt|problem|\
         fehler|fehlerbeschreibung|auswirkung|folgen|que s est il passe|description de l evenement|\
         description de l incident|description des faits|deroulement|faits|recit|resume|compte rendu|contenu|texte|\
         probleme|descripcion|que paso|descripcion del incidente|descripcion del evento|hechos|relato|resumen|informe|\
         contenido|texto|problema",
    ),
    (
        Field::Why,
        "ursache|ursachen|grundursache|hauptursache|ursachenanalyse|grund|grunde|gruende|warum|analyse|\
         cause racine|causes racines|cause profonde|pourquoi|raison|raisons|causa|causas|causa raiz|causas raiz|por que|\
         motivo|motivos|analisis",
    ),
    (
        Field::Response,
        "sofortmassnahme|sofortmassnahmen|reaktion|behebung|losung|loesung|reponse|reaction|action immediate|\
         actions immediates|mesure immediate|mesures immediates|resolution|solution|respuesta|reaccion|accion inmediata|\
         acciones inmediatas|resolucion|solucion",
    ),
    (
        Field::Change,
        "massnahme|massnahmen|korrekturmassnahme|korrekturmassnahmen|vorbeugemassnahme|vorbeugemassnahmen|abhilfe|\
         abhilfemassnahme|abhilfemassnahmen|anderung|aenderung|anderungen|aenderungen|empfehlung|empfehlungen|\
         vorbeugung|pravention|praevention|mesure|mesures|mesures correctives|mesure corrective|action corrective|\
         actions correctives|mesures preventives|changement|changements|recommandation|recommandations|medida|medidas|\
         medidas correctivas|medida correctiva|accion correctiva|acciones correctivas|medidas preventivas|cambio|cambios|\
         recomendacion|recomendaciones|prevencion",
    ),
    (
        Field::Lesson,
        "lehre|lehren|lektion|lektionen|erkenntnis|erkenntnisse|gelernt|was haben wir gelernt|lecon|lecons|lecon apprise|\
         lecons apprises|lecons tirees|enseignement|enseignements|retour d experience|leccion|lecciones|leccion aprendida|\
         lecciones aprendidas|aprendizaje|aprendizajes",
    ),
    (
        Field::Occurred,
        "ereignisdatum|vorfalldatum|datum des vorfalls|datum des ereignisses|unfalldatum|datum|wann|tag|zeitpunkt|\
         zeitpunkt des ereignisses|beginn|meldedatum|erstellt am|angelegt am|date de l evenement|date de l incident|\
         date des faits|quand|jour|date de debut|fecha del incidente|fecha del evento|fecha de ocurrencia|fecha|cuando|\
         dia|fecha de inicio",
    ),
    (Field::Link, "verweis|adresse|quelle|webadresse|lien|adresse web|enlace|vinculo|direccion web|fuente"),
];

pub(super) const LABELS_ABROAD: &str = "kategorie|kategorien|schlagwort|schlagworte|schlagworter|stichwort|stichworte|thema|themen|art|typ|bereich|\
     etikett|mots cles|categorie|etiquette|etiquettes|theme|themes|domaine|categoria|etiqueta|etiquetas|palabras clave|\
     tema|temas|tipo|ambito";

/// Of those the plurals that do not end as English ones do.
pub(super) const PLURALS_ABROAD: &str = "kategorien|schlagworte|schlagworter|stichworte|themen";

pub(super) const KEYS_ABROAD: &str = "nummer|kennung|aktenzeichen|fallnummer|vorgangsnummer|ereignisnummer|vorfallnummer|lfd nr|numero|identifiant|\
     identificador|clave|codigo";

/// Words for people; see [`PEOPLE`](super::names::PEOPLE).
pub(super) const PEOPLE_ABROAD: &str = "melder|verfasser|autor|autorin|bearbeiter|ansprechpartner|kontakt|telefon|mitarbeiter|nachname|vorname|zeuge|\
     verantwortlich|verantwortlicher|auteur|courriel|employe|prenom|temoin|responsable|declarant|correo|telefono|\
     empleado|apellido|apellidos|testigo";
