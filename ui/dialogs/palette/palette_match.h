// How well a few typed letters fit a name: they must occur in it in their order, whatever their case, and spaces between
// them do not count. What weighs is letters at the start of words, and letters in a row.
// The best of all ways to place the letters is found (dynamic programming), so the result does not depend on luck.
// Thread: any. Blocking: never; O(letters x name).
#pragma once

#include <QList>
#include <QStringView>
#include <optional>

namespace touchstone::ui {

struct PaletteMatch {
  int score = 0;
  QList<int> positions;  // of the matched letters in the name, ascending
};

// Nothing when the letters do not occur in this order. No letters fit everything with score 0.
std::optional<PaletteMatch> matchLetters(QStringView name, QStringView letters);

}  // namespace touchstone::ui
