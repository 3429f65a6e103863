// The words of a figure as its SVG says them, with their place on the page.
#pragma once

#include <QFile>
#include <QFontMetricsF>
#include <QRegularExpression>
#include <QTest>
#include <QTransform>
#include <QXmlStreamReader>

#include "ui/figure/exporter.h"

namespace touchstone::test {

struct PaperWord {
  QString text;
  QRectF ink;  // in points; a little less than the letters' line
};

inline QByteArray svgOf(const ui::PlotView& plot, const ui::FigureSpec& spec, const QString& folder) {
  const QString name = folder + QStringLiteral("/figure.svg");
  if (!ui::writeFigureFile(plot, spec, name.toStdString()).ok()) return {};
  QFile file(name);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline QTransform transformOf(const QString& text) {
  static const QRegularExpression kNumber(QStringLiteral("-?[0-9.]+(e-?[0-9]+)?"));
  QList<double> m;
  for (auto match = kNumber.globalMatch(text); match.hasNext();) m << match.next().captured(0).toDouble();
  return m.size() == 6 ? QTransform(m[0], m[1], m[2], m[3], m[4], m[5]) : QTransform();
}

inline std::vector<PaperWord> placedWordsOf(const QByteArray& svg) {
  std::vector<PaperWord> words;
  QXmlStreamReader reader(svg);
  QTransform transform;
  while (!reader.atEnd()) {
    if (reader.readNext() != QXmlStreamReader::StartElement) continue;
    const QXmlStreamAttributes attributes = reader.attributes();
    if (attributes.hasAttribute(QStringLiteral("transform")))
      transform = transformOf(attributes.value(QStringLiteral("transform")).toString());
    if (reader.name() != QStringLiteral("text")) continue;
    QFont font(attributes.value(QStringLiteral("font-family")).toString());
    font.setPixelSize(attributes.value(QStringLiteral("font-size")).toInt());
    font.setBold(attributes.value(QStringLiteral("font-weight")).toInt() > 500);
    font.setHintingPreference(QFont::PreferNoHinting);
    const QPointF at(attributes.value(QStringLiteral("x")).toDouble(),
                     attributes.value(QStringLiteral("y")).toDouble());
    const QString text = reader.readElementText().trimmed();
    const QFontMetricsF metrics(font);
    const QRectF line(at.x(), at.y() - 0.7 * font.pixelSize(), metrics.horizontalAdvance(text), 0.7 * font.pixelSize());
    if (!text.isEmpty()) words.push_back({text, transform.mapRect(line).adjusted(0.2, 0.2, -0.2, -0.2)});
  }
  return words;
}

inline QStringList wordsOf(const QByteArray& svg) {
  QStringList texts;
  for (const PaperWord& word : placedWordsOf(svg)) texts << word.text;
  return texts;
}

// Every word stands on the page, and none in another.
inline void checkWordsInside(const QByteArray& svg, const ui::FigureSpec& spec) {
  const std::vector<PaperWord> words = placedWordsOf(svg);
  QVERIFY(words.size() > 4);
  const QRectF page(0, 0, spec.widthPt(), spec.heightPt());
  for (std::size_t i = 0; i < words.size(); ++i) {
    QVERIFY2(page.contains(words[i].ink), qPrintable(words[i].text));
    for (std::size_t k = 0; k < i; ++k) {
      if (words[k].text == words[i].text && words[k].ink == words[i].ink) continue;
      QVERIFY2(!words[i].ink.intersects(words[k].ink),
               qPrintable(words[i].text + QStringLiteral(" on ") + words[k].text));
    }
  }
}

}  // namespace touchstone::test
