#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vigie::reading::fuzz_message(bytes));
