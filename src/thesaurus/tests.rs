//! What queries mean with the entries that come with the program, and the laws that hold for all of them.

use std::sync::LazyLock;

use proptest::prelude::*;
use rustc_hash::FxHashMap;

use super::Thesaurus;
use super::entry::{Entry, Kind, Role};
use super::table::check_words;
use crate::analysis::Chain;

static CHAIN: LazyLock<Chain> = LazyLock::new(Chain::french);
static THESAURUS: LazyLock<Thesaurus> = LazyLock::new(Thesaurus::built_in);

/// What a query means: `words=entry`, with `*` where the name means it weakly.
fn check(query: &str, expected: &str) {
    let mut analyzer = CHAIN.analyzer();
    let shown: Vec<String> = THESAURUS
        .matches(query, &mut analyzer)
        .iter()
        .map(|found| {
            let weak = if found.weight < 1.0 { "*" } else { "" };
            format!("{}={}{weak}", &query[found.start..found.end], found.entry.id)
        })
        .collect();
    assert_eq!(shown.join(", "), expected, "{query}");
}

#[test]
fn every_name_is_made_of_words() {
    for entry in THESAURUS.entries() {
        check_words(entry, &CHAIN).map_err(|problem| format!("{}: {problem}", entry.id)).unwrap();
    }
}

#[test]
fn no_name_means_two_entries_unawares() {
    let mut owners: FxHashMap<String, &Entry> = FxHashMap::default();
    let mut shared = Vec::new();
    for entry in THESAURUS.entries() {
        for name in entry.names.iter().filter(|name| name.role != Role::Searched && name.weight == 1.0) {
            let folded = if name.keeps_case { name.text.clone() } else { CHAIN.fold(&name.text) };
            let letters = folded.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect();
            if let Some(other) = owners.insert(letters, entry).filter(|other| other.id != entry.id) {
                shared.push(format!("{} ({}, {})", name.text, other.id, entry.id));
            }
        }
    }
    assert_eq!(shared, [""; 0]);
}

/// The names of persons and things are searched letter by letter: « CES » would be every « ces », unless its
/// capitals are kept.
#[test]
fn no_text_is_searched_for_a_stop_word() {
    for entry in THESAURUS.entries().filter(|entry| !entry.kind.is_inflected()) {
        for name in entry.variants() {
            let mut analyzer = CHAIN.analyzer();
            let mut typed = analyzer.analyze_query(&name.text).iter().filter(|t| !t.is_other_number);
            let is_told_by_capitals = typed.all(|t| t.cased.is_some());
            let is_stop_word = CHAIN.is_stop_word(&CHAIN.fold(&name.text));
            assert!(is_told_by_capitals || !is_stop_word, "{}: {}", entry.id, name.text);
        }
    }
}

/// A typed name must find its entry, or one that was meant to come before it.
#[test]
fn every_name_finds_its_entry() {
    let mut analyzer = CHAIN.analyzer();
    let mut lost = Vec::new();
    for entry in THESAURUS.entries() {
        for name in entry.names.iter().filter(|name| name.role != Role::Searched && name.weight == 1.0) {
            let matches = THESAURUS.matches(&name.text, &mut analyzer);
            let whole = matches.len() == 1 && matches[0].start == 0 && matches[0].end == name.text.len();
            if !whole || matches[0].entry.id != entry.id {
                let found: Vec<&str> = matches.iter().map(|found| found.entry.id.as_str()).collect();
                lost.push(format!("{}: {:?} finds {found:?}", entry.id, name.text));
            }
        }
    }
    assert_eq!(lost, [""; 0]);
}

proptest! {
    #[test]
    fn no_query_panics_and_matches_are_in_order(query in "\\PC{0,40}|[a-zéA-Z'’ .-]{0,60}|(Xi|US|puces|d'|l’|États-Unis|É\\.-U\\.|H 20|95 %|黄仁勋| |-){0,20}") {
        let mut analyzer = CHAIN.analyzer();
        let matches = THESAURUS.matches(&query, &mut analyzer);
        let mut end = 0;
        for found in &matches {
            prop_assert!(found.start >= end && found.end > found.start);
            prop_assert!(query.get(found.start..found.end).is_some());
            prop_assert!(found.entry.names.iter().any(|name| name.text == found.name));
            end = found.end;
        }
    }
}

#[test]
fn people_by_any_name() {
    check("Huang Renxun Corée", "Huang Renxun=jensen-huang, Corée=coree-du-sud*");
    check("黄仁勋 puces", "黄仁勋=jensen-huang, puces=puce");
    check("trump xi busan", "trump=donald-trump, xi=xi-jinping, busan=busan");
    check("Trump–Xi", "Trump=donald-trump, Xi=xi-jinping");
    check("C.C. Wei", "C.C. Wei=cc-wei");
    check("cc wei", "cc wei=cc-wei");
    check("d’Ursula von der Leyen", "Ursula von der Leyen=ursula-von-der-leyen");
    check("PDG d’AMD", "PDG d’AMD=lisa-su*");
}

#[test]
fn firms_products_and_places() {
    check("TSMC's fab", "TSMC=tsmc, fab=fab");
    check("NVDA H 20", "NVDA=nvidia, H 20=h20");
    check("RTX4090 RTX 4090", "RTX4090=rtx-4090, RTX 4090=rtx-4090");
    check("H200", "H200=h200");
    check("etats unis ETATS-UNIS l'É.-U.", "etats unis=etats-unis, ETATS-UNIS=etats-unis, É.-U.=etats-unis");
    check("mémoire à large bande passante", "mémoire à large bande passante=hbm");
    check("aws amazon web services", "aws=aws, amazon web services=aws");
    check("règle des 50 %", "règle des 50 %=regle-des-50");
}

#[test]
fn terms_are_inflected() {
    check("puces semiconducteurs semi-conducteur", "puces=puce, semiconducteurs=puce, semi-conducteur=puce");
    check("parts de marché", "parts de marché=part-de-marche");
    check("part de marche", "part de marche=part-de-marche");
    check("restrictions des exportations", "restrictions des exportations=controle-exportations");
    check("restrictions à l'exportation", "restrictions à l'exportation=controle-exportations");
    check("restrictions et puces", "restrictions=restriction, puces=puce");
    check("chinoises Américaine", "chinoises=chinois, Américaine=americain");
    check("licence pour l'exportation", "licence pour l'exportation=licence-exportation");
    check("securite nationale", "securite nationale=securite-nationale");
}

/// A name is met as that name, not as a word of its family.
#[test]
fn no_verb_and_no_homograph_is_a_name() {
    check("police plan permet concerne accélérer procéder sale traitement traiter", "");
    check("négocier vendu interdits exporter contrôlée", "");
    check("il but, il boit, il consent", "");
    check("interdiction ne pas exporter", "interdiction=interdiction");
    check("contrôle peut valoir exportation", "contrôle=controle, exportation=exportation");
}

#[test]
fn names_written_apart_or_in_the_plural() {
    check("Tik Tok tiktok", "Tik Tok=tiktok, tiktok=tiktok");
    check("Open AI, open source", "Open AI=openai, open source=open-source");
    check("GPUs policies licenses", "GPUs=gpu, policies=politique-mot, licenses=licence");
}

#[test]
fn english_queries() {
    check(
        "What is NVIDIA's market share in China?",
        "NVIDIA=nvidia, market share=part-de-marche, China=chine",
    );
    check(
        "export controls on AI chips",
        "export controls=controle-exportations, AI=intelligence-artificielle, chips=puce",
    );
    check("EU fined Google", "EU=union-europeenne, fined=amende, Google=google");
    check("rare earths tariffs truce", "rare earths=terres-rares, tariffs=droits-de-douane, truce=treve");
    check(
        "Dutch government seizes Nexperia",
        "Dutch=neerlandais, government=gouvernement, Nexperia=nexperia",
    );
}

#[test]
fn collisions() {
    check("le SMIC horaire", "SMIC=smic");
    check("salaire minimum", "salaire minimum=salaire-minimum");
    check("us et coutumes", "");
    check("les US et l'EU", "US=etats-unis, EU=union-europeenne");
    check("il a eu", "");
    check("bis repetita, le BIS", "BIS=bis");
    check("l'eau des EAU", "eau=eau, EAU=emirats-arabes-unis");
    check("Commission, commission d'enquête", "Commission=commission-europeenne*, enquête=enquete");
    check("la marche de March", "March=mars-mois");
    check("effet de serre", "effet de serre=effet-de-serre");
    check("Xi xi XI", "Xi=xi-jinping, xi=xi-jinping");
    check("ia chine", "ia=intelligence-artificielle, chine=chine");
    check("j'ai vu l'AI Act", "AI Act=ai-act");
    check("Meta méta-analyse", "Meta=meta, méta-analyse=meta-analyse");
    check("il met une arme, Arm", "arme=arme, Arm=arm");
    check(
        "marché aux puces, marché des puces",
        "marché aux puces=marche-aux-puces, marché=marche, puces=puce",
    );
    check("carte à puce pucerons", "carte à puce=carte-a-puce");
    check("CAC 40, la CAC", "CAC 40=cac-40, CAC=cac");
    check("le chat, Le Chat de Mistral", "Le Chat de Mistral=le-chat");
    check("Huang He", "Huang He=huang-he");
    check("Washington", "Washington=etats-unis*");
    check("Washington D.C.", "Washington D.C.=washington-ville");
    check("Pékin", "Pékin=pekin");
    check("tarif EDF", "EDF=edf");
    check("chips act", "chips act=chips-act-europeen*");
}

#[test]
fn kinds_are_all_used() {
    for kind in Kind::ALL {
        assert!(THESAURUS.entries().any(|entry| entry.kind == kind), "{}", kind.name());
    }
}
