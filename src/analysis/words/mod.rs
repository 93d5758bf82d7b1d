//! Words: the folded form, the stem and the traits of one word. The word cache works them out once for each word.

pub(super) mod fold;
pub(super) mod lemmas;
pub(super) mod sorted_table;
pub(super) mod stemmer;
pub(super) mod stop_words;
pub(super) mod word_cache;
