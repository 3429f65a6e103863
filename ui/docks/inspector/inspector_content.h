// What the Inspector shows, as plain text: a title with chips, one large number, and sections of sentences and rows.
// Thread: value types.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "engine/api/spec.h"
#include "ui/plots/marks.h"

namespace touchstone::ui {

struct InspectorCell {
  QString text;
  bool isBold = false;
  bool isMuted = false;
  std::optional<State> state;  // its glyph before the text, which takes its colour

  friend bool operator==(const InspectorCell&, const InspectorCell&) = default;
};

// Rows of equal length: the first column left, the others right.
struct InspectorSection {
  QString title;
  QString note;  // muted, right of the title
  std::vector<QString> paragraphs;
  std::vector<std::vector<InspectorCell>> rows;

  friend bool operator==(const InspectorSection&, const InspectorSection&) = default;
};

struct InspectorContent {
  QString kind;  // "trial": the dock's title
  QString title;
  std::optional<Family> family;  // colours the first chip
  QString chip;                  // "DLinear", "supervised"
  std::optional<State> state;    // second chip
  QString subtitle;
  QString number, numberNote;  // "0.689", "± 0.007, 5 seeds"
  std::vector<InspectorSection> sections;

  bool isEmpty() const { return title.isEmpty(); }
  friend bool operator==(const InspectorContent&, const InspectorContent&) = default;
};

}  // namespace touchstone::ui
