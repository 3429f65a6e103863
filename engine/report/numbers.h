// Numbers and dates for files: decimal point and ISO 8601 in any locale, shortest text that reads back exactly.
// Thread: pure functions.
#pragma once

#include <string>

namespace touchstone::report {

std::string exactNumber(double value);                // 0.1 -> "0.1"; NaN, inf -> "" (files have no word for them)
std::string fixedNumber(double value, int decimals);  // "0.357", "-1.20"; NaN -> "–"
int scoreDecimals(double largest);                    // decimals that leave three significant figures, 3 below 1
std::string isoTime(double secondsSince1970);         // "2026-11-25T00:51:35Z"; NaN -> ""
std::string isoTimeMs(double secondsSince1970);       // "2026-11-25T00:51:35.120Z"
std::string duration(double seconds);                 // "41 s", "3 min 41 s", "2 h 5 min"; NaN, negative -> "–"

}  // namespace touchstone::report
