// Small helpers for texts that users read and files that programs read.
// Thread: free functions, no state. Numbers use a decimal point in any locale.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace touchstone::base {

// The candidate with the fewest edits (insert, delete, replace, swap of neighbours); empty when none is near: more than a
// third of the letters differ. Upper and lower case count as equal.
std::string nearestName(std::string_view word, std::span<const std::string> candidates);

// The end of a sentence about an unknown word: ", did you mean "trials"?", or a full stop where no candidate is near.
std::string didYouMean(std::string_view word, std::span<const std::string> candidates);

// "a, b or c".
std::string joinWords(std::span<const std::string> words, std::string_view last = "or");

// Shortest text that reads back as the same number: "0.1", "3", "1e-05", "nan".
std::string numberText(double value);

// "taylor" of "data/taylor.csv.gz": what a data set is called by; never empty for a file name.
std::string dataStem(const std::filesystem::path& file);

// Leaves only letters, digits, '-' and '_' of a name, at most 60 characters, for a file name; never empty.
std::string fileStem(std::string_view name);

}  // namespace touchstone::base
