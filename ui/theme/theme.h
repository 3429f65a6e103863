// The look of the window: palette, fonts and shapes, light or dark, and the only place that switches them.
// Widgets need no Theme: in paintEvent they ask coloursOf(palette()), and they learn of a change by changeEvent
// (PaletteChange, FontChange). Made once by main() after QApplication.
// Thread: GUI. Blocking: never; the desktop's preference is asked asynchronously where D-Bus is linked.
#pragma once

#include <QFont>
#include <QObject>
#include <QPalette>

#include "ui/theme/tokens.h"

class QAbstractButton;
class QApplication;
class QPushButton;
class QWidget;

namespace touchstone::ui {

// The table behind a palette: the dark one when its ground is darker than its text.
const Colours& coloursOf(const QPalette& palette);
QPalette paletteOf(const Colours& colours);

// The UI font (QApplication::font()) in a role's size; weights 400 and 700.
QFont uiFont(Role role, bool isBold = false);
// The same, but with figures of equal width: for tables, tick labels and everything that counts.
QFont figureFont(Role role, bool isBold = false);
// Whether the digits 0 to 9 of `font` are all equally wide.
bool hasTabularFigures(const QFont& font);
// What the fonts of this computer lack, and what to do; empty: nothing. Needs the application.
QString fontProblem();

class Theme : public QObject {
  Q_OBJECT

 public:
  enum class Mode { kSystem, kLight, kDark };
  Q_ENUM(Mode)

  // Takes over style, palette and font of `app`; `app` must outlive the theme.
  explicit Theme(QApplication& app, Mode mode = Mode::kSystem, QObject* parent = nullptr);
  ~Theme() override;

  Mode mode() const { return m_mode; }
  void setMode(Mode mode);
  bool isDark() const;
  const Colours& colours() const { return isDark() ? kDarkColours : kLightColours; }

  // "UI size +": 1.0 is the system's font size; kept within 0.7 to 2.0.
  double uiScale() const { return m_uiScale; }
  void setUiScale(double scale);

  bool eventFilter(QObject* watched, QEvent* event) override;

 signals:
  void changed();

 private:
  void apply();
  void setSystemDark(bool isSystemDark);

  QFont m_systemFont;
  Mode m_mode;
  bool m_isSystemDark;
  double m_uiScale = 1.0;
  bool m_isApplying = false;
};

// Shapes that a widget cannot know by itself. They are dynamic properties that the style reads.
enum class Segment { kNone, kOnly, kFirst, kMiddle, kLast };
void setPrimary(QPushButton* button, bool isPrimary = true);  // the one accent-filled button of a window
void setSegment(QAbstractButton* button, Segment segment);    // joined, checkable: active is tinted and bold
void setFlat(QWidget* widget, bool isFlat = true);            // a field or button without edge until hovered
void setViewTabs(QWidget* tabBar);                            // a QTabBar of the view bar: icon + word, 44 high

}  // namespace touchstone::ui
