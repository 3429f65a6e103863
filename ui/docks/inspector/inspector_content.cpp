#include "ui/docks/inspector/inspector_content.h"

#include <QStringList>
#include <QTextDocumentFragment>

#include "ui/models/clipboard_text.h"

namespace touchstone::ui {
namespace {

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

QString asText(const InspectorContent& content) {
  QStringList lines;
  addLine(lines, {content.title, content.chip, content.state ? stateWord(*content.state) : QString()});
  addLine(lines, {content.subtitle});
  addLine(lines, {content.number, content.numberNote});
  for (const InspectorSection& section : content.sections) {
    lines << QString();
    addLine(lines, {section.title, section.note});
    for (const QString& paragraph : section.paragraphs) {
      lines << QTextDocumentFragment::fromHtml(paragraph).toPlainText();
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
