//! One word in; its folded form, its stem and whether it is a stop word out. Each is worked out once and cached.

pub(super) mod fold;
pub(super) mod lemmas;
pub(super) mod sorted_table;
pub(super) mod stemmer;
pub(super) mod stop_words;
pub(super) mod word_cache;
