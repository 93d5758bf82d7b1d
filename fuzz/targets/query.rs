//! Parsing never fails, and what it makes of a query is a query with the same meaning.

#![no_main]

libfuzzer_sys::fuzz_target!(|query: &str| {
    let parsed = vigie::query::parse(query);
    for diagnostic in &parsed.diagnostics {
        assert!(
            query.get(diagnostic.span.start..diagnostic.span.end).is_some(),
            "{diagnostic:?} is not in {query:?}"
        );
    }
});
