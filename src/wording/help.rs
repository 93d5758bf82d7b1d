//! The French help of the command line, by command and id of the argument. The English help is in the doc comments of
//! `cli/args.rs`; a test checks that every text there has a French one here.

/// The help of one command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The name of the command.
    pub command: &'static str,
    /// One line.
    pub about: &'static str,
    /// The text that `--help` adds; empty where it adds none.
    pub long: &'static str,
    /// Its arguments, without those that several commands share.
    arguments: &'static [Help],
}

/// The help of one argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Help {
    id: &'static str,
    /// One line.
    pub short: &'static str,
    /// The text that `--help` adds; empty where it adds none.
    pub long: &'static str,
    /// Its possible values, each with its meaning.
    pub values: &'static [(&'static str, &'static str)],
}

/// The help of a command.
pub fn page(command: &str) -> Option<&'static Page> {
    PAGES.iter().find(|page| page.command == command)
}

impl Page {
    /// The help of an argument.
    pub fn argument(&self, id: &str) -> Option<&'static Help> {
        self.arguments.iter().chain(SHARED).find(|help| help.id == id)
    }
}

/// The name of a flag's value.
pub fn value_name(english: &str) -> &str {
    let known = VALUE_NAMES.iter().find(|(name, _)| *name == english);
    known.map_or(english, |(_, french)| french)
}

/// The text after the arguments: the examples, under a French heading.
pub fn after(english: &str) -> String {
    let words = [
        ("Examples:", "Exemples\u{a0}:"),
        ("Example:", "Exemple\u{a0}:"),
        ("The query language:", "Le langage des requêtes\u{a0}:"),
    ];
    words.iter().fold(english.to_owned(), |text, (english, french)| text.replace(english, french))
}

const VALUE_NAMES: &[(&str, &str)] = &[
    ("BY", "SELON"),
    ("COMMAND", "COMMANDE"),
    ("DIR", "DOSSIER"),
    ("FACETS", "FACETTES"),
    ("FIELDS", "CHAMPS"),
    ("FILE", "FICHIER"),
    ("HIT", "RÉSULTAT"),
    ("HOW", "COMMENT"),
    ("LANG", "LANGUE"),
    ("MIB", "MIO"),
    ("NAME", "NOM"),
    ("ORDER", "ORDRE"),
    ("QRELS", "JUGEMENTS"),
    ("QUERY", "REQUÊTE"),
    ("QUERY_A", "REQUÊTE_A"),
    ("QUERY_B", "REQUÊTE_B"),
    ("SEED", "GRAINE"),
    ("STEP", "PAS"),
    ("TEXT", "TEXTE"),
    ("TOPICS", "SUJETS"),
    ("WHEN", "QUAND"),
    ("WORDS", "MOTS"),
];

const fn help(id: &'static str, short: &'static str, long: &'static str) -> Help {
    Help { id, short, long, values: &[] }
}

/// The arguments that several commands share.
const SHARED: &[Help] = &[
    help(
        "index",
        "Le dossier de l'index [défaut : `index/` du projet]",
        "Le projet est le dossier le plus proche, ici ou au-dessus, qui contient un `vigie.toml`, un index ou un corpus.",
    ),
    help(
        "color",
        "Quand mettre des couleurs : `auto` en met sur un terminal, sauf si NO_COLOR est défini",
        "",
    ),
    help(
        "lang",
        "La langue de ce qui s'affiche : `fr` ou `en` [défaut : celle du système]",
        "Une locale (LC_ALL, LC_MESSAGES, LANG) qui commence par `fr` donne le français, toute autre l'anglais. Le JSON et \
         les fichiers pour programmes sont les mêmes dans les deux ; ceux que l'on lit (classeurs, pages, images) sont dans cette langue.",
    ),
    help("quiet", "N'afficher que le résultat et les erreurs", ""),
    help("help", "Afficher l'aide (détaillée avec --help, brève avec -h)", ""),
    help("version", "Afficher la version", ""),
    help(
        "query",
        "Ce qu'il faut chercher",
        "Tous les mots doivent être dans l'article : puces Chine. OU (OR), SAUF (NOT, -), parenthèses. « … » ou \"…\" est \
         une expression, \"…\"~5 la même avec cinq mots de jeu, A PRES/5 B des mots proches, A MEME B dans un même \
         passage. puces trouve ses flexions, =puces cette seule forme, puces~ les fautes, export* les débuts. titre: \
         source: auteur: langue: date:2025-10..2025-11 cherchent dans un champ. Mettez -- avant une requête qui commence \
         par un tiret. Un - seul lit la requête sur l'entrée standard.",
    ),
    help(
        "since",
        "Seulement les articles à partir de ce jour : 2025-10-28, 28/10/2025, octobre 2025, 2025, hier, 7j",
        "7j, 2sem, 3m, 1a remontent d'autant. Les articles sans date sont laissés de côté, et comptés.",
    ),
    help("until", "Seulement les articles jusqu'à ce jour (ou la fin de ce mois, de cette année)", ""),
    help("undated", "Garder les articles sans date, quelles que soient les dates demandées", ""),
    help("source", "Seulement les articles dont la source contient ces mots", ""),
    help("per_article", "Combien de résultats d'un même article montrer, 0 pour tous", ""),
    Help {
        id: "sort",
        short: "L'ordre des résultats",
        long: "",
        values: &[
            ("relevance", "le plus pertinent d'abord"),
            ("newest", "le plus récent d'abord"),
            ("oldest", "le plus ancien d'abord"),
            ("id", "par nom d'article"),
        ],
    },
    help(
        "no_expand",
        "Chercher les mots tels quels, sans les autres noms de la même chose",
        "Sans cette option, Huang Renxun trouve aussi Jensen Huang, export controls trouve aussi restrictions à \
         l'exportation, et un mot qui n'est nulle part trouve des mots d'orthographe voisine ; la réponse dit ce qui a été \
         cherché. Un mot précédé de = n'est jamais élargi.",
    ),
    help(
        "wide",
        "Laisser aussi les noms plus larges, plus précis ou moins sûrs trouver des articles",
        "Sans elle, ils ne font qu'avancer un article qui a les mots tels quels, ou un autre nom de la même chose.",
    ),
    help(
        "all_passages",
        "Montrer tout passage qui a une partie de la requête, et non les seuls qui le disent",
        "Un passage le dit s'il a, à lui seul, ce qu'un article doit avoir. D'un article où aucun ne le dit, le meilleur est \
         montré.",
    ),
    help(
        "feedback",
        "Tenir compte aussi des mots que les meilleurs passages ont en commun",
        "Retour de pertinence (pseudo-relevance feedback) : les dix meilleurs passages sont lus, et les mots qu'ils ont en \
         commun comptent un peu. On trouve davantage sur un sujet, pour à peu près le prix d'une seconde recherche ; avec \
         `--match any`, aussi des articles qui n'ont aucun mot de la requête. La réponse donne ces mots.",
    ),
    help("strict", "Refuser une requête qui n'est pas comprise telle quelle", ""),
    help("corpus", "Le corpus à indexer d'abord s'il n'y a pas d'index [défaut : `corpus/` du projet]", ""),
    Help {
        id: "matching",
        short: "Quelle part de la requête un article doit avoir",
        long: "",
        values: &[
            (
                "auto",
                "toute la requête, ou assez de mots si elle en a beaucoup ; puis les meilleurs des autres",
            ),
            ("all", "toute la requête, à la lettre"),
            ("any", "une partie quelconque"),
        ],
    },
];

const PAGES: &[Page] = &[
    Page {
        command: "vigie",
        about: "Un moteur de recherche pour qui suit la politique des technologies dans la presse française.",
        long: "Il trouve les passages d'articles français qui parlent d'un sujet : flexions, accents et apostrophes ne \
               comptent pas, une expression est une expression, et tous les comptes sont exacts.\n\nCode de sortie : 0 des \
               résultats (ou c'est fait), 1 aucun résultat, 2 une erreur, 3 fait mais des fichiers manquent dans l'index.",
        arguments: &[],
    },
    Page {
        command: "index",
        about: "Indexer un corpus, ou mettre son index à jour",
        long: "Lit les textes, pages web, JSON, flux, courriels, PDF, documents de bureau, tableurs, exports de presse, et les \
               archives qui en contiennent. Les fichiers cachés et ceux que nomme un `.vigieignore` sont laissés de côté. Seul ce qui est \
               nouveau, modifié, déplacé ou disparu est traité ; une indexation interrompue laisse l'index tel quel. \
               La première enregistre chaque minute ce qu'elle a lu : interrompue, elle reprend là.",
        arguments: &[
            help(
                "corpora",
                "Dossiers ou fichiers à indexer [défaut : ceux de l'index, sinon `corpus/` du projet]",
                "",
            ),
            help("dry_run", "Dire ce qui serait fait, sans rien faire", ""),
            help("rebuild", "Tout relire dans un nouvel index, qui remplace l'ancien une fois complet", ""),
            help(
                "remove_missing",
                "Retirer les articles des fichiers disparus, quel qu'en soit le nombre",
                "Sans cette option, si plus d'un dixième des fichiers manque, leurs articles restent, et c'est dit : un \
                 disque peut ne pas être monté.",
            ),
            help("retry", "Relire les fichiers refusés, même s'ils n'ont pas changé", ""),
            help(
                "follow",
                "Suivre les liens qui mènent hors du corpus",
                "Sans cette option, ils sont nommés et ne sont pas suivis ; ce qui a été lu par eux reste. `follow = true` \
                 dans `vigie.toml` le dit une fois pour toutes.",
            ),
            help(
                "jobs",
                "Fils qui lisent et analysent [défaut : le nombre de cœurs]",
                "S'il y en a plusieurs, un autre écrit ; un seul fait tout.",
            ),
            help(
                "memory",
                "Mémoire pour les mots qui ne sont pas encore sur le disque, en Mio [défaut : 128]",
                "Au-delà, les mots forment une partie de l'index : plus il y a de mémoire, moins il y a de parties à \
                 fusionner. Au moins 16 Mio et au plus 2 Gio sont utilisés.",
            ),
            help(
                "file_seconds",
                "Secondes de processeur que peut prendre la lecture d'un fichier [défaut : 60]",
                "Au-delà, le fichier est signalé comme échec et le reste continue.",
            ),
            help(
                "file_memory",
                "Mémoire que peut prendre la lecture d'un fichier, en Mio [défaut : 1024]",
                "Autant de fichiers sont lus à la fois qu'il y a de fils. Au-delà, le fichier est signalé comme échec et le \
                 reste continue. Au moins 128 Mio sont utilisés.",
            ),
            help("json", "Donner le rapport en JSON", ""),
        ],
    },
    Page {
        command: "search",
        about: "Trouver des passages",
        long: "Montre les meilleurs passages en marquant ce qui correspond, et dit combien d'articles et de passages \
               correspondent. Fait d'abord l'index s'il y a un corpus et pas d'index.",
        arguments: &[
            help("limit", "Résultats par page [défaut : 10]", ""),
            help("page", "La page", ""),
            help("whole", "Montrer les passages entiers", ""),
            help("explain", "Montrer d'où vient chaque score", ""),
            help("json", "Donner la réponse comme un objet JSON", ""),
            help("jsonl", "Donner les résultats en JSON, un par ligne", ""),
        ],
    },
    Page {
        command: "export",
        about: "Écrire tous les résultats dans un fichier",
        long: "Le nombre de résultats n'est pas limité. Le fichier prend son nom une fois complet, avec un manifeste qui dit \
               comment la liste a été faite : `FICHIER.vigie.json` à côté, une feuille dans un classeur. `vigie verify` le \
               compare plus tard.",
        arguments: &[
            help("output", "Le fichier ; `-` est la sortie standard", ""),
            help(
                "format",
                "Le format : jsonl, csv, tsv, xlsx, trec, md, html, bib, ris, csl, txm ou iramuteq [défaut : d'après l'extension du fichier]",
                "bib, ris et csl ont une entrée par article ; txm et iramuteq, son texte entier.",
            ),
            help("fields", "Les colonnes, dans l'ordre : `--fields rank,title,date,text`", ""),
            help(
                "template",
                "Écrire la liste selon ce modèle, dans le langage de Jinja",
                "Il voit `query`, `how` et `hits` avec les champs de jsonl, et `sentence` et `words_found` : voir \
                 `docs/EXPORTS.md`.",
            ),
            help(
                "headings",
                "En CSV et TSV : des intitulés dans la langue de --lang, et des colonnes pour les lecteurs",
                "",
            ),
            help(
                "excel",
                "Écrire le CSV que lit un Excel français : `;` entre les cellules, virgule décimale, marque d'UTF-8",
                "",
            ),
            help("no_marks", "En Markdown, ne pas marquer ce qui correspond", ""),
            help("passages", "Dans un run TREC : donner des passages, pas des articles", ""),
            help("force", "Remplacer un fichier qui existe", ""),
            help("topic", "Dans un run TREC : le numéro du sujet [défaut : 1]", ""),
            help("tag", "Dans un run TREC : le nom du run [défaut : vigie]", ""),
        ],
    },
    Page {
        command: "verify",
        about: "Dire si l'index donne encore la liste exportée",
        long: "Pose de nouveau les requêtes de son manifeste, et nomme les résultats venus, partis ou déplacés, et pourquoi. \
               Codes de sortie : 0 la même liste, 1 une autre liste ou un fichier modifié, 2 erreur.",
        arguments: &[
            help("file", "Le fichier exporté, ou son manifeste (`FICHIER.vigie.json`)", ""),
            help("json", "Donner la comparaison en JSON", ""),
        ],
    },
    Page {
        command: "timeline",
        about: "Montrer combien d'articles correspondent au fil du temps, et quelle part de tous c'est",
        long: "Chaque argument est une requête : mettez entre guillemets celle de plusieurs mots ; plusieurs se lisent côte à \
               côte. Une part se rapporte à tous les articles de la période que laissent passer les filtres : --since, \
               --until, --source, et source:, auteur:, langue:, date: dans la requête. Les articles sans date ne sont dans \
               aucune barre et sont comptés dessous.",
        arguments: &[
            help("queries", "Les requêtes, chacune dans le langage de `vigie search`", ""),
            help("by", "La longueur des périodes", ""),
            help(
                "by_source",
                "Une série par source, ses parts étant celles des articles de cette source",
                "",
            ),
            help("share", "Tracer les barres selon la part, et non le nombre d'articles", ""),
            help(
                "events",
                "Ce qui s'est passé : un fichier de lignes comme `2025-10-30 Trump–Xi à Busan`",
                "Une ligne commence par une date, sous toute forme que --since accepte ; les lignes vides ou qui commencent par \
                 # sont laissées de côté.",
            ),
            help("json", "La donner en JSON", ""),
            help("output", "L'écrire dans un fichier : .csv, .svg ou .json", ""),
            help("force", "Remplacer un fichier qui existe", ""),
        ],
    },
    Page {
        command: "facets",
        about: "Compter les articles qui correspondent par source, langue, corpus et date",
        long: "La part à côté d'un compte se rapporte à tous les articles de cette valeur que laissent passer les filtres : \
               quelle source en parle le plus, pour sa taille.",
        arguments: &[
            help("query", "Ce qu'il faut chercher, comme pour `vigie search`", ""),
            help("by", "Selon quoi compter : source, language, corpus, year, month", ""),
            help(
                "limit",
                "Combien de valeurs montrer, 0 pour toutes ; les ans et les mois sont toujours tous là",
                "",
            ),
            help("json", "Les donner en JSON, avec toutes les valeurs", ""),
        ],
    },
    Page {
        command: "kwic",
        about: "Donner chaque emploi d'un mot ou d'une expression avec les mots qui l'entourent",
        long: "Une concordance (keyword in context) : une ligne par emploi, dans tous les articles qui correspondent. Le \
               mot-clé est la première expression ou le premier groupe de la requête (`\"part de marché\"`, `(restriction OU \
               licence)`), sinon son premier mot, sous toutes les formes qu'une recherche trouve ; le reste de la requête \
               choisit les articles. T est le titre.",
        arguments: &[
            help("query", "Ce qu'il faut chercher, comme pour `vigie search`", ""),
            help(
                "of",
                "Donner plutôt les emplois de ceci, dans les articles qui correspondent à la requête",
                "",
            ),
            Help {
                id: "sort",
                short: "L'ordre des lignes ; les mots se trient comme en français, sans accents ni majuscules",
                long: "",
                values: &[
                    ("date", "l'article le plus récent d'abord"),
                    ("left", "par les mots qui précèdent, à partir du plus proche"),
                    ("right", "par les mots qui suivent"),
                    ("source", "par source, puis par date"),
                ],
            },
            Help {
                id: "group",
                short: "Compter les emplois par voisin, ou par forme du mot-clé, au lieu de les donner",
                long: "",
                values: &[
                    ("form", "le mot-clé tel qu'il est dans le texte"),
                    ("left", "le mot qui précède"),
                    ("right", "le mot qui suit"),
                ],
            },
            help(
                "context",
                "Combien de caractères au plus de chaque côté [défaut : ce que permet le terminal, 80 dans un fichier]",
                "",
            ),
            help("limit", "Combien de lignes montrer, 0 pour toutes ; un fichier les a toutes", ""),
            help("sample", "Tirer tant d'emplois au hasard", ""),
            help("seed", "La graine du tirage : la même tire les mêmes emplois", ""),
            help("json", "La donner en JSON", ""),
            help("output", "Écrire tous les emplois dans un fichier : .csv, .tsv ou .jsonl", ""),
            help("force", "Remplacer un fichier qui existe", ""),
        ],
    },
    Page {
        command: "terms",
        about: "Donner les mots et les noms typiques des articles qui correspondent",
        long: "Un mot compte avec toutes ses flexions. Il est typique si une plus grande part de ces articles que des autres \
               l'a, selon la log-vraisemblance G² de Dunning (1993) ; les autres sont ceux que laissent passer les filtres. \
               Les petits mots et ceux de la requête sont laissés de côté. Les noms viennent des 200 meilleurs articles.",
        arguments: &[
            help("query", "Ce qu'il faut chercher, comme pour `vigie search`", ""),
            help("limit", "Combien de termes montrer", ""),
            help("json", "Les donner en JSON", ""),
        ],
    },
    Page {
        command: "compare",
        about: "Comparer deux requêtes : les articles de l'une seule, des deux, de l'autre seule",
        long: "Chaque argument est une requête : mettez entre guillemets celle de plusieurs mots.",
        arguments: &[
            help("first", "La première requête", ""),
            help("second", "La seconde requête", ""),
            help("limit", "Combien d'articles de chaque part montrer", ""),
            help("json", "La donner en JSON", ""),
        ],
    },
    Page {
        command: "eval",
        about: "Mesurer le classement d'après des jugements",
        long: "Cherche chaque sujet et compare ce qui est trouvé aux articles jugés pertinents : nDCG@10, MRR@10, R@10, \
               R@100 et MAP, comme les calcule trec_eval. Formats et formules : `docs/EVALUATION.md`.",
        arguments: &[
            help(
                "files",
                "Les sujets (`id<TAB>requête` ou TREC), puis les jugements (TREC, ou sujet, article, note entre tabulations)",
                "Avec --score ou --compare, les jugements seulement.",
            ),
            help("score", "Mesurer un run TREC venu d'ailleurs ; rien n'est cherché", ""),
            help(
                "compare",
                "Comparer deux runs TREC, par un test de randomisation apparié ; rien n'est cherché",
                "",
            ),
            help(
                "set",
                "Mesurer l'ensemble des articles qui correspondent, quel que soit leur ordre, par genre de sujet",
                "La précision compte les notes de 1 et plus, le rappel celles de 2 et plus, si un sujet en a.",
            ),
            help("depth", "Combien d'articles sont demandés pour chaque sujet", ""),
            help(
                "passages",
                "Classer des passages, pas des articles ; les jugements les nomment `article#p3`",
                "",
            ),
            help("run", "Écrire ce qui a été trouvé comme run TREC", ""),
            help("no_expand", "Chercher les mots tels quels, sans les autres noms de la même chose", ""),
            help("feedback", "Tenir compte aussi des mots que les meilleurs passages ont en commun", ""),
            help("per_topic", "Donner les mesures de chaque sujet, entre tabulations", ""),
            help("json", "Donner les mesures en JSON", ""),
        ],
    },
    Page {
        command: "show",
        about: "Montrer un article entier",
        long: "",
        arguments: &[
            help(
                "article",
                "L'article : son numéro dans la dernière réponse, son nom ou une partie, ou le chemin de son fichier",
                "Un numéro est celui d'un résultat que `vigie search` a montré en dernier ; ce qui correspond y est marqué.",
            ),
            help("query", "Marquer ce qui correspond à cette requête", ""),
            help(
                "passage",
                "Ne montrer que ce passage et ses voisins ; les passages sont numérotés dans la marge",
                "",
            ),
            help(
                "meta",
                "Montrer ce qui est connu de l'article, et d'où vient chaque valeur, sans le texte",
                "",
            ),
            help("json", "Le donner en JSON", ""),
        ],
    },
    Page {
        command: "cite",
        about: "Citer un passage : ses mots exacts, et où ils se trouvent",
        long: "D'un résultat que `vigie search` a montré en dernier, la phrase qui dit le plus de la requête. L'empreinte est celle \
               du texte entier de l'article.",
        arguments: &[
            help(
                "hit",
                "L'article : son numéro dans la dernière réponse, son nom ou une partie, ou le chemin de son fichier",
                "",
            ),
            help("query", "La phrase qui dit le plus de cette requête", ""),
            help("passage", "Citer ce passage", ""),
            help("sentence", "Citer cette phrase du passage", ""),
            help("whole", "Citer le passage entier", ""),
            help("words", "Couper après tant de mots, par […]", ""),
            help("style", "Guillemets et dates français ou anglais [défaut : la langue de --lang]", ""),
            help("format", "La forme : text, md, bib, ris, csl ou json", ""),
        ],
    },
    Page {
        command: "check-quote",
        about: "Vérifier des citations dans le corpus : exactes, altérées ou absentes",
        long: "Compare les mots ; apostrophes, guillemets et espaces de typographie ne comptent pas, […] est une coupe. D'une \
               citation altérée, montre [-ce qu'elle dit-] et [+ce que dit le texte+]. Codes de sortie : 0 toutes exactes, 1 pas \
               toutes, 2 erreur.",
        arguments: &[
            help("quotation", "La citation, ou un texte avec des citations", ""),
            help(
                "draft",
                "Vérifier tout ce que ce texte cite, entre « », “ ” ou \"\" ; `-` est l'entrée standard",
                "",
            ),
            help("json", "Donner les verdicts en JSON", ""),
        ],
    },
    Page {
        command: "why-not",
        about: "Dire si un article correspond à une requête, et sinon pourquoi",
        long: "Nomme la partie de la requête que l'article n'a pas, et montre le passage qui s'en approche le plus. D'un \
               article qui correspond, donne le rang.",
        arguments: &[
            help(
                "article",
                "L'article : son numéro dans la dernière réponse, son nom ou une partie, ou le chemin de son fichier",
                "",
            ),
            help("json", "Le donner en JSON", ""),
        ],
    },
    Page {
        command: "status",
        about: "Dire ce que contient l'index et s'il est à jour",
        long: "",
        arguments: &[
            help("check", "Comparer chaque fichier de l'index à sa somme de contrôle", ""),
            help(
                "problems",
                "Nommer chaque fichier qui n'a pas été lu, ou pas en entier, ou pas sans supposition, et dire pourquoi",
                "",
            ),
            help("json", "Le donner en JSON", ""),
        ],
    },
    Page {
        command: "analyze",
        about: "Montrer ce que l'analyse fait d'un texte, étape par étape",
        long: "",
        arguments: &[help("text", "Le texte", "")],
    },
    Page {
        command: "completions",
        about: "Donner les complétions d'un shell",
        long: "",
        arguments: &[Help { id: "shell", short: "Le shell", long: "", values: &[] }],
    },
    Page { command: "man", about: "Donner la page de manuel", long: "", arguments: &[] },
    Page {
        command: "help",
        about: "Afficher cette aide, ou celle d'une commande",
        long: "",
        arguments: &[help("subcommand", "La commande", "")],
    },
];
