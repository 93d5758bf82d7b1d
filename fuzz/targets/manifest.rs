#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vigie::indexing::fuzz_manifest(bytes));
