#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    const KINDS: [&str; 6] = ["docx", "doc", "odt", "pptx", "epub", "xlsx"];
    if let Some((first, rest)) = bytes.split_first() {
        vigie_fuzz::read(KINDS[usize::from(*first) % KINDS.len()], rest);
    }
});
