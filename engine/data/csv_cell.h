// What one cell of a table holds: a number, nothing, or text.
// Numbers use a decimal point in any locale. Missing: an empty cell, NA, N/A, #N/A, NaN, null, None, in any case.
// Thread: free functions. Errors: none; the caller knows the place and writes the message.
#pragma once

#include <string>
#include <string_view>

namespace touchstone::data {

enum class CellKind { kNumber, kMissing, kText };

// kNumber sets `value`; kMissing sets it to NaN; kText leaves it. Infinite and out-of-range numbers are text; a number too
// small for a double is 0.
CellKind parseCell(std::string_view cell, double& value);

// Why a text cell is no number: "is not a number", "has a decimal comma", "is not a finite number".
std::string whyNoNumber(std::string_view cell);

std::string_view trimmed(std::string_view text);
std::string lowerCase(std::string_view text);

}  // namespace touchstone::data
