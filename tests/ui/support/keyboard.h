// A hand on the keyboard: every key goes to the window that has the focus as the system would send it, through shortcuts,
// popups and the focus widget; nothing is called and nothing gets the focus but by keys.
#pragma once

#include <QApplication>
#include <QTest>
#include <QTimer>
#include <QWidget>
#include <QWindow>

namespace touchstone::test {

class Keyboard {
 public:
  explicit Keyboard(QWidget* window) : m_window(window) {}

  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const {
    QTest::keyClick(target(), key, modifiers);
  }
  void pressTimes(int times, Qt::Key key) const {
    for (int i = 0; i < times; ++i) {
      press(key);
    }
  }
  // ASCII only.
  void type(const QString& text) const {
    for (const char character : text.toLatin1()) {
      QTest::keyClick(target(), character);
    }
  }
  // Tab (or Shift+Tab) until `isWanted` holds for the widget in focus; null: it was not met once around.
  template <typename Wanted>
  QWidget* tabTo(Wanted isWanted, bool isBackwards = false) const {
    constexpr int kMost = 150;
    for (int i = 0; i < kMost; ++i) {
      QWidget* focus = QApplication::focusWidget();
      if (focus != nullptr && focus->isVisible() && isWanted(focus)) {
        return focus;
      }
      press(isBackwards ? Qt::Key_Backtab : Qt::Key_Tab, isBackwards ? Qt::ShiftModifier : Qt::NoModifier);
    }
    return nullptr;
  }
  QWidget* tabToName(const QString& accessibleName, bool isBackwards = false) const {
    return tabTo([&](const QWidget* widget) { return widget->accessibleName() == accessibleName; }, isBackwards);
  }
  // For keys that open a menu which runs a loop of its own: `inside` is done while it is open.
  template <typename Inside>
  void pressAndThen(Qt::Key key, Inside inside) const {
    QTimer::singleShot(0, m_window, inside);
    press(key);
  }

 private:
  // A window manager hands the focus back when a dialog or a menu has closed.
  QWindow* target() const {
    if (QGuiApplication::focusWindow() == nullptr) {
      m_window->activateWindow();
      [[maybe_unused]] const bool isActive = QTest::qWaitForWindowActive(m_window);
    }
    QWindow* window = QGuiApplication::focusWindow();
    return window != nullptr ? window : m_window->windowHandle();
  }

  QWidget* const m_window;
};

}  // namespace touchstone::test
