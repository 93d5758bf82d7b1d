#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vigie::backend::fuzz_stored(bytes));
