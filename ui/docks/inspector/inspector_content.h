// What the Inspector shows: a title with chips, one large number, and sections of sentences and rows.
// Texts are plain; only paragraphs are HTML, so names in them must be escaped. Thread: any (value types).
#pragma once

#include <QString>
#include <optional>
#include <string>
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

inline InspectorCell plainCell(const QString& text) {
  return {text, false, false, {}};
}
inline InspectorCell mutedCell(const QString& text) {
  return {text, false, true, {}};
}
inline InspectorCell boldCell(const QString& text) {
  return {text, true, false, {}};
}

// Rows of equal length: the first column left, the others right.
struct InspectorSection {
  QString title;
  QString note;                     // muted, right of the title
  std::vector<QString> paragraphs;  // HTML
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

// A sentence from the file as a paragraph's HTML.
QString paragraphOf(const std::string& sentence);
// Lets a line break inside words that are too long for the dock; withoutBreaks takes that back, for the clipboard.
QString withBreaks(const QString& text);
QString withoutBreaks(QString text);
// All of it for the clipboard: a line for each row, its cells separated by tabs.
QString asText(const InspectorContent& content);

}  // namespace touchstone::ui
