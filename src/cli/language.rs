//! The language of the program: that of `--lang`, else of VIGIE_LANG, else of the locale.
//!
//! The program chooses it before it parses the arguments: the help and the errors about arguments need it.

use std::ffi::{OsStr, OsString};

use crate::wording::Lang;

/// The variables of the locale. The first one that is set and not empty counts (POSIX, *Internationalization
/// Variables*).
const LOCALE: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// The language from the arguments and the environment.
pub(super) fn chosen(args: &[OsString], variable: impl Fn(&str) -> Option<OsString>) -> Lang {
    let named = |name: &OsStr| Lang::ALL.into_iter().find(|lang| name == lang.code());
    let asked = flag(args).and_then(named).or_else(|| variable("VIGIE_LANG").as_deref().and_then(named));
    let set = LOCALE.iter().find_map(|name| variable(name).filter(|value| !value.is_empty()));
    asked.unwrap_or_else(|| set.map_or(Lang::En, |locale| Lang::of_locale(&locale.to_string_lossy())))
}

/// The value of the last `--lang` before `--`.
fn flag(args: &[OsString]) -> Option<&OsStr> {
    let flags = args.iter().take_while(|arg| *arg != "--");
    let values = flags.zip(1..).filter_map(|(arg, next)| match arg.to_str()?.strip_prefix("--lang")? {
        "" => args.get(next).map(OsString::as_os_str),
        value => value.strip_prefix('=').map(OsStr::new),
    });
    values.last()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(args: &str, variables: &[(&str, &str)], expected: Lang) {
        let args: Vec<OsString> = args.split_whitespace().map(OsString::from).collect();
        let variable = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        };
        assert_eq!(chosen(&args, variable), expected, "{args:?} {variables:?}");
    }

    #[test]
    fn flag_over_variable_over_locale() {
        check("vigie", &[], Lang::En);
        check("vigie", &[("LANG", "fr_FR.UTF-8")], Lang::Fr);
        check("vigie", &[("LANG", "fr_FR.UTF-8"), ("LC_ALL", "C.UTF-8")], Lang::En);
        check("vigie", &[("LANG", "C"), ("LC_MESSAGES", "fr_BE"), ("LC_ALL", "")], Lang::Fr);
        check("vigie", &[("LC_ALL", "C"), ("VIGIE_LANG", "fr")], Lang::Fr);
        check("vigie search --lang en puces", &[("VIGIE_LANG", "fr")], Lang::En);
        check("vigie --lang=fr search", &[], Lang::Fr);
        check("vigie --lang en search --lang=fr", &[], Lang::Fr);
        check("vigie search -- --lang fr", &[], Lang::En);
        check("vigie --lang de", &[("LANG", "fr_FR")], Lang::Fr);
    }
}
