// Pieces of the sentences that readers say to users.
// Thread: free functions. Errors: none.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace touchstone::data {

// A piece of user text in quotes that fits into a message: control bytes replaced, at most 40 characters.
std::string quoteForMessage(std::string_view text);

// "1 row", "2 rows".
std::string counted(std::size_t count, const char* word);

// "a, b, c and 5 more".
std::string listNames(const std::vector<std::string>& names, std::size_t most);

// Code points before `position`, for columns that people count.
std::size_t charactersBefore(std::string_view text, std::size_t position);

}  // namespace touchstone::data
