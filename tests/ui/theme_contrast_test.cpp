#include <QTest>
#include <cmath>

#include "ui/theme/theme.h"

using namespace touchstone;
using namespace touchstone::ui;

// Recomputes the contrast table of mockups/tokens.md from the tokens in use.
class ThemeContrastTest : public QObject {
  Q_OBJECT

 private slots:
  void tableOfTokens_data();
  void tableOfTokens();
  void textAndGraphicsReachTheirLimits();
  void whatIsFaintOnPurpose();
  void palettesTellTheirTable();

 private:
  using Get = QColor (*)(const Colours&);
  using Gets = std::vector<Get>;

  static double luminance(const QColor& colour);
  static double contrast(const QColor& a, const QColor& b);
  static double lowest(const Colours& colours, const Gets& front, const Gets& grounds);
};

Q_DECLARE_METATYPE(std::vector<QColor (*)(const Colours&)>)

namespace {

#define TOKEN(path) [](const Colours& c) -> QColor { return c.path; }

const std::vector<QColor (*)(const Colours&)> kGrounds = {TOKEN(bg),       TOKEN(surface),    TOKEN(sunken),
                                                          TOKEN(hover),    TOKEN(accentTint), TOKEN(equalTint),
                                                          TOKEN(valShade), TOKEN(testShade)};

}  // namespace

// WCAG 2.1, relative luminance of sRGB.
double ThemeContrastTest::luminance(const QColor& colour) {
  const auto linear = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
  return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double ThemeContrastTest::contrast(const QColor& a, const QColor& b) {
  const double la = luminance(a);
  const double lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

double ThemeContrastTest::lowest(const Colours& colours, const Gets& front, const Gets& grounds) {
  double least = 21.0;
  for (const Get f : front) {
    for (const Get g : grounds) least = std::min(least, contrast(f(colours), g(colours)));
  }
  return least;
}

void ThemeContrastTest::tableOfTokens_data() {
  QTest::addColumn<Gets>("front");
  QTest::addColumn<Gets>("grounds");
  QTest::addColumn<double>("light");
  QTest::addColumn<double>("dark");
  Gets all = kGrounds;
  for (const Get tint : {Get(TOKEN(supervised.tint)), Get(TOKEN(foundation.tint)), Get(TOKEN(reference.tint))})
    all.push_back(tint);
  const auto row = [](const char* name, const Gets& front, const Gets& grounds, double light, double dark) {
    QTest::newRow(name) << front << grounds << light << dark;
  };
  row("text", {TOKEN(text)}, all, 14.2, 11.2);
  row("muted", {TOKEN(muted)},
      {TOKEN(surface), TOKEN(bg), TOKEN(sunken), TOKEN(hover), TOKEN(accentTint), TOKEN(valShade), TOKEN(testShade)},
      5.5, 6.0);
  row("accent", {TOKEN(accent)}, {TOKEN(surface), TOKEN(bg), TOKEN(sunken), TOKEN(accentTint)}, 6.2, 6.0);
  row("on-accent", {TOKEN(onAccent)}, {TOKEN(accent)}, 7.4, 7.8);
  row("supervised-text", {TOKEN(supervised.text)},
      {TOKEN(surface), TOKEN(bg), TOKEN(supervised.tint), TOKEN(testShade)}, 6.4, 7.3);
  row("foundation-text", {TOKEN(foundation.text)},
      {TOKEN(surface), TOKEN(bg), TOKEN(foundation.tint), TOKEN(testShade)}, 5.1, 7.0);
  row("reference-text", {TOKEN(reference.text)}, {TOKEN(surface), TOKEN(reference.tint), TOKEN(valShade)}, 5.4, 6.6);
  row("promoted", {TOKEN(promoted.text)}, {TOKEN(surface), TOKEN(promoted.tint)}, 5.6, 7.0);
  row("paused", {TOKEN(paused.text)}, {TOKEN(surface), TOKEN(paused.tint)}, 5.6, 7.1);
  row("stopped", {TOKEN(stopped.text)}, {TOKEN(surface), TOKEN(stopped.tint)}, 5.4, 6.0);
  row("failed", {TOKEN(failed.text)}, {TOKEN(surface), TOKEN(failed.tint)}, 6.3, 6.7);
  row("axis", {TOKEN(axis)}, {TOKEN(surface)}, 4.6, 4.3);
  row("supervised line", {TOKEN(supervised.line)},
      {TOKEN(surface), TOKEN(valShade), TOKEN(testShade), TOKEN(supervised.tint)}, 4.4, 6.0);
  row("foundation line", {TOKEN(foundation.line)},
      {TOKEN(surface), TOKEN(valShade), TOKEN(testShade), TOKEN(foundation.tint)}, 3.3, 5.8);
  row("soft steps", {TOKEN(supervised.soft), TOKEN(foundation.soft)}, {TOKEN(surface)}, 3.2, 4.2);
  row("reference line", {TOKEN(reference.line)}, {TOKEN(surface)}, 4.5, 6.5);
  row("field edge", {TOKEN(control)}, {TOKEN(surface), TOKEN(bg)}, 3.0, 4.3);
  row("focus ring", {TOKEN(accent)}, {TOKEN(surface), TOKEN(bg), TOKEN(border)}, 5.5, 5.0);
}

void ThemeContrastTest::tableOfTokens() {
  QFETCH(Gets, front);
  QFETCH(Gets, grounds);
  QFETCH(double, light);
  QFETCH(double, dark);
  const double inLight = lowest(kLightColours, front, grounds);
  const double inDark = lowest(kDarkColours, front, grounds);
  QVERIFY2(std::abs(inLight - light) <= 0.055, qPrintable(QString::number(inLight)));
  QVERIFY2(std::abs(inDark - dark) <= 0.055, qPrintable(QString::number(inDark)));
}

void ThemeContrastTest::textAndGraphicsReachTheirLimits() {
  for (const Colours& colours : {kLightColours, kDarkColours}) {
    for (const StateColours& state : {colours.promoted, colours.paused, colours.stopped, colours.failed}) {
      QVERIFY(contrast(state.text, state.tint) >= 4.5);
      QVERIFY(contrast(state.fill, colours.surface) >= 3.0);
    }
    for (const FamilyColours& family : {colours.supervised, colours.foundation, colours.reference}) {
      QVERIFY(contrast(family.text, colours.sunken) >= 4.5);
      QVERIFY(contrast(family.strong, colours.surface) >= 3.0);
    }
  }
}

void ThemeContrastTest::whatIsFaintOnPurpose() {
  QVERIFY(std::abs(contrast(kLightColours.equal, kLightColours.surface) - 1.9) < 0.055);
  QVERIFY(std::abs(contrast(kDarkColours.equal, kDarkColours.surface) - 2.7) < 0.055);
  // why text on a foundation fill is forbidden, and why dash and marker always go with the hue
  QVERIFY(contrast(Qt::white, kLightColours.foundation.line) < 4.5);
  QVERIFY(contrast(kLightColours.supervised.line, kLightColours.foundation.line) < 1.4);
}

void ThemeContrastTest::palettesTellTheirTable() {
  QVERIFY(!coloursOf(paletteOf(kLightColours)).isDark);
  QVERIFY(coloursOf(paletteOf(kDarkColours)).isDark);
  QCOMPARE(paletteOf(kLightColours).color(QPalette::Window), QColor(0xF3, 0xF4, 0xF6));
  QCOMPARE(paletteOf(kDarkColours).color(QPalette::PlaceholderText), QColor(0xA5, 0xAD, 0xB8));
}

QTEST_MAIN(ThemeContrastTest)
#include "theme_contrast_test.moc"
