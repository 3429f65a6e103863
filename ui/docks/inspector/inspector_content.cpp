#include "ui/docks/inspector/inspector_content.h"

#include <QStringList>
#include <QTextDocumentFragment>

#include "ui/models/clipboard_text.h"

namespace touchstone::ui {
namespace {

constexpr QChar kBreak(0x200B);  // a space of no width
constexpr int kLongestWord = 24;

void addLine(QStringList& lines, const QStringList& parts) {
  QStringList filled;
  for (const QString& part : parts) {
    if (!part.isEmpty()) {
      filled << part;
    }
  }
  if (!filled.isEmpty()) {
    lines << filled.join(QLatin1Char('\t'));
  }
}

}  // namespace

QString withBreaks(const QString& text) {
  QString broken;
  int length = 0;
  for (const QChar letter : text) {
    length = letter.isSpace() ? 0 : length + 1;
    // not between the halves of a letter beyond U+FFFF
    if (length > kLongestWord && !letter.isLowSurrogate()) {
      broken += kBreak;
      length = 1;
    }
    broken += letter;
  }
  return broken;
}

QString withoutBreaks(QString text) {
  return text.remove(kBreak);
}

QString paragraphOf(const std::string& sentence) {
  return withBreaks(QString::fromStdString(sentence).simplified()).toHtmlEscaped();
}

QString asText(const InspectorContent& content) {
  QStringList lines;
  addLine(lines, {content.title, content.chip, content.state ? stateWord(*content.state) : QString()});
  addLine(lines, {content.subtitle});
  addLine(lines, {content.number, content.numberNote});
  for (const InspectorSection& section : content.sections) {
    lines << QString();
    addLine(lines, {section.title, section.note});
    for (const QString& paragraph : section.paragraphs) {
      lines << withoutBreaks(QTextDocumentFragment::fromHtml(paragraph).toPlainText());
    }
    for (const auto& row : section.rows) {
      QStringList cells;
      for (const InspectorCell& cell : row) {
        cells << tabField(cell.text);
      }
      lines << cells.join(QLatin1Char('\t'));
    }
  }
  return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace touchstone::ui
