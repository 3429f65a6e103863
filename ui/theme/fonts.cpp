#include <QApplication>
#include <QCoreApplication>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QHash>

#include "ui/theme/theme.h"

namespace touchstone::ui {

namespace {

// In the order of tokens.md. Qt 6.4 cannot ask a font for tabular figures (QFont::setFeature came in 6.7).
constexpr const char* kTabularFamilies[] = {"Noto Sans", "DejaVu Sans", "Liberation Sans"};

// The UI font's own family where its figures are tabular, else the first family at hand that has them.
QString tabularFamily(const QFont& font) {
  static QHash<QString, QString> known;
  const auto found = known.constFind(font.family());
  if (found != known.constEnd()) return *found;
  QString family = font.family();
  if (!hasTabularFigures(font)) {
    for (const char* name : kTabularFamilies) {
      const QFont candidate(QString::fromLatin1(name), font.pointSize());
      if (QFontDatabase::hasFamily(candidate.family()) && hasTabularFigures(candidate)) {
        family = candidate.family();
        break;
      }
    }
  }
  return *known.insert(font.family(), family);
}

}  // namespace

bool hasTabularFigures(const QFont& font) {
  const QFontMetricsF metrics(font);
  const double first = metrics.horizontalAdvance(u'0');
  for (char16_t digit = u'1'; digit <= u'9'; ++digit) {
    if (qAbs(metrics.horizontalAdvance(digit) - first) > 0.01) return false;
  }
  return first > 0.0;
}

QString fontProblem() {
  const QString advice = QCoreApplication::translate("Theme", "Install Noto Sans, DejaVu Sans or Liberation Sans.");
  // The names of families say nothing: the generic ones are always there.
  if (!QFontMetrics(QApplication::font()).inFont(u'0')) {
    return QCoreApplication::translate("Theme", "No fonts were found, so texts are boxes.") + u' ' + advice;
  }
  if (!hasTabularFigures(figureFont(Role::kBody))) {
    return QCoreApplication::translate("Theme",
                                       "No font with figures of one width was found, so columns of numbers are "
                                       "not aligned.") +
           u' ' + advice;
  }
  return {};
}

QFont uiFont(Role role, bool isBold) {
  QFont font = QApplication::font();
  const double points = font.pointSizeF() > 0.0 ? font.pointSizeF() : rolePoints(Role::kBody);
  font.setPointSizeF(points * rolePoints(role) / rolePoints(Role::kBody));
  font.setWeight(isBold ? QFont::Bold : QFont::Normal);
  return font;
}

QFont figureFont(Role role, bool isBold) {
  QFont font = uiFont(role, isBold);
  font.setFamily(tabularFamily(font));
  return font;
}

}  // namespace touchstone::ui
