#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTabBar>
#include <QTest>
#include <QToolButton>

#include "ui/theme/focus_ring.h"
#include "ui/theme/icons.h"
#include "ui/theme/system_scheme.h"
#include "ui/theme/theme.h"

using namespace touchstone;
using namespace touchstone::ui;

class ThemeLookTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void everyIconHasItsFileAndInk();
  void iconsFollowTheTheme();
  void iconsAreSharpAtTwiceTheScale();
  void modeOverridesTheSystem();
  void environmentTellsTheSystem();
  void fontsScaleByRole();
  void figuresAreTabular();
  void controlsPaintInBothThemes();
  void primaryButtonIsFilled();
  void focusRingIsForTheKeyboardOnly();
  void boldTabsDoNotJump();

 private:
  static QImage imageOf(const QIcon& icon, int side = 16, QIcon::Mode mode = QIcon::Normal);
  static int inked(const QImage& image);

  Theme* m_theme = nullptr;
};

void ThemeLookTest::initTestCase() {
  m_theme = new Theme(*qApp, Theme::Mode::kLight, this);
}

QImage ThemeLookTest::imageOf(const QIcon& icon, int side, QIcon::Mode mode) {
  QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  icon.paint(&painter, image.rect(), Qt::AlignCenter, mode);
  return image;
}

int ThemeLookTest::inked(const QImage& image) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) count += qAlpha(image.pixel(x, y)) > 100 ? 1 : 0;
  }
  return count;
}

void ThemeLookTest::everyIconHasItsFileAndInk() {
  for (int i = 0; i < kIconCount; ++i) {
    const auto which = static_cast<Icon>(i);
    const QImage image = imageOf(icon(which));
    QVERIFY2(inked(image) >= 8, qPrintable(iconName(which)));
    QVERIFY2(QFile::exists(QStringLiteral(":/icons/%1.svg").arg(iconName(which))), qPrintable(iconName(which)));
    // ink never touches the edge of the 16 px grid, where neighbours would run into it
    for (int k = 0; k < 16; ++k) QVERIFY2(qAlpha(image.pixel(k, 0)) < 140, qPrintable(iconName(which)));
  }
}

void ThemeLookTest::iconsFollowTheTheme() {
  const QIcon one = icon(Icon::kPlus, Tone::kText);
  const auto darkest = [](const QImage& image) {
    QColor colour;
    int alpha = 0;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) {
        if (image.pixelColor(x, y).alpha() > alpha) {
          colour = image.pixelColor(x, y);
          alpha = colour.alpha();
        }
      }
    }
    return colour;
  };
  QVERIFY(darkest(imageOf(one)).lightness() < 60);
  m_theme->setMode(Theme::Mode::kDark);
  QVERIFY(darkest(imageOf(one)).lightness() > 200);
  m_theme->setMode(Theme::Mode::kLight);
  QCOMPARE(darkest(imageOf(one, 32, QIcon::Disabled)), kLightColours.control);
}

void ThemeLookTest::iconsAreSharpAtTwiceTheScale() {
  const QPixmap pixmap = iconPixmap(Icon::kTick, Qt::black, 16, 2.0);
  QCOMPARE(pixmap.size(), QSize(32, 32));
  QCOMPARE(pixmap.deviceIndependentSize(), QSizeF(16, 16));
}

void ThemeLookTest::modeOverridesTheSystem() {
  QSignalSpy changes(m_theme, &Theme::changed);
  m_theme->setMode(Theme::Mode::kDark);
  QCOMPARE(changes.count(), 1);
  QVERIFY(m_theme->isDark());
  QCOMPARE(QApplication::palette().color(QPalette::Window), kDarkColours.bg);
  m_theme->setMode(Theme::Mode::kLight);
  QCOMPARE(QApplication::palette().color(QPalette::Window), kLightColours.bg);
  m_theme->setMode(Theme::Mode::kLight);
  QCOMPARE(changes.count(), 2);
}

void ThemeLookTest::environmentTellsTheSystem() {
  const QByteArray before = qgetenv("GTK_THEME");
  qputenv("GTK_THEME", "Adwaita:dark");
  QVERIFY(guessSystemDark(false));
  qputenv("GTK_THEME", "Adwaita");
  QVERIFY(!guessSystemDark(true));
  qputenv("GTK_THEME", before);
}

void ThemeLookTest::fontsScaleByRole() {
  const double body = uiFont(Role::kBody).pointSizeF();
  QVERIFY(std::abs(uiFont(Role::kVerdict).pointSizeF() / body - 2.1) < 1e-6);
  QVERIFY(std::abs(uiFont(Role::kMicro).pointSizeF() / body - 0.8) < 1e-6);
  QCOMPARE(uiFont(Role::kSmall, true).weight(), static_cast<int>(QFont::Bold));
  m_theme->setUiScale(1.5);
  QVERIFY(std::abs(uiFont(Role::kBody).pointSizeF() / body - 1.5) < 1e-6);
  m_theme->setUiScale(100.0);
  QCOMPARE(m_theme->uiScale(), 2.0);
  m_theme->setUiScale(1.0);
  QVERIFY(std::abs(uiFont(Role::kBody).pointSizeF() - body) < 1e-6);
}

void ThemeLookTest::figuresAreTabular() {
  if (!QFontDatabase::hasFamily(QStringLiteral("Noto Sans"))) QSKIP("Noto Sans is not installed");
  QVERIFY(hasTabularFigures(QFont(QStringLiteral("Noto Sans"), 10)));
  QVERIFY(hasTabularFigures(figureFont(Role::kMicro)));
  QVERIFY(hasTabularFigures(figureFont(Role::kSmall, true)));
}

void ThemeLookTest::controlsPaintInBothThemes() {
  for (const Theme::Mode mode : {Theme::Mode::kLight, Theme::Mode::kDark}) {
    m_theme->setMode(mode);
    QWidget window;
    auto* row = new QHBoxLayout(&window);
    auto* slider = new QSlider(Qt::Horizontal);
    slider->setValue(40);
    auto* progress = new QProgressBar;
    progress->setValue(60);
    auto* tabs = new QTabBar;
    tabs->addTab(icon(Icon::kPulse), QStringLiteral("Live"));
    auto* check = new QCheckBox(QStringLiteral("grid"));
    check->setChecked(true);
    for (QWidget* control :
         {static_cast<QWidget*>(slider), static_cast<QWidget*>(progress), static_cast<QWidget*>(tabs),
          static_cast<QWidget*>(check), static_cast<QWidget*>(new QSpinBox), static_cast<QWidget*>(new QComboBox),
          static_cast<QWidget*>(new QLineEdit), static_cast<QWidget*>(new QToolButton)}) {
      row->addWidget(control);
    }
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    const QImage image = window.grab().toImage();
    bool hasAccent = false;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x)
        hasAccent = hasAccent || image.pixelColor(x, y) == m_theme->colours().accent;
    }
    QVERIFY(hasAccent);
  }
  m_theme->setMode(Theme::Mode::kLight);
}

void ThemeLookTest::primaryButtonIsFilled() {
  QPushButton button(QStringLiteral("Export"));
  setPrimary(&button);
  button.resize(80, 28);
  QCOMPARE(button.grab().toImage().pixelColor(6, 6), kLightColours.accent);
  setPrimary(&button, false);
  QCOMPARE(button.grab().toImage().pixelColor(6, 6), kLightColours.surface);
}

void ThemeLookTest::focusRingIsForTheKeyboardOnly() {
  QWidget window;
  auto* row = new QHBoxLayout(&window);
  auto* first = new QPushButton(QStringLiteral("one"));
  auto* second = new QPushButton(QStringLiteral("two"));
  row->addWidget(first);
  row->addWidget(second);
  window.show();
  QVERIFY(QTest::qWaitForWindowActive(&window));
  const auto* ring = m_theme->findChild<FocusRing*>();
  QVERIFY(ring != nullptr);
  first->setFocus(Qt::MouseFocusReason);
  QCOMPARE(ring->target(), nullptr);
  QTest::keyClick(first, Qt::Key_Tab);
  QTRY_COMPARE(ring->target(), second);
  QTest::mouseClick(first, Qt::LeftButton);
  QTRY_COMPARE(ring->target(), nullptr);
}

void ThemeLookTest::boldTabsDoNotJump() {
  QTabBar tabs;
  tabs.setExpanding(false);
  tabs.addTab(QStringLiteral("Compare"));
  tabs.addTab(QStringLiteral("Figures"));
  tabs.setCurrentIndex(0);
  const QRect before = tabs.tabRect(1);
  tabs.setCurrentIndex(1);
  QCOMPARE(tabs.tabRect(1), before);
}

QTEST_MAIN(ThemeLookTest)
#include "theme_look_test.moc"
