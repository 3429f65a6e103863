// A bar above the views that says something and offers up to two answers: the window's way to ask without a modal box.
// One message at a time; a later one of the same or higher urgency takes its place.
// Thread: GUI. Blocking: never.
#pragma once

#include <QFrame>
#include <functional>
#include <vector>

#include "ui/theme/icons.h"

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace touchstone::ui {

class MessageBar : public QFrame {
  Q_OBJECT

 public:
  enum class Kind { kInfo, kWarning, kError };
  struct Answer {
    QString text;
    std::function<void()> chosen;
  };

  explicit MessageBar(QWidget* parent = nullptr);

  // `key` names the matter: dismiss(key) takes down this message and no other.
  void ask(const QString& key, Kind kind, const QString& text, std::vector<Answer> answers = {});
  void dismiss(const QString& key);
  bool isShowing(const QString& key) const;
  QString text() const;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void applyTheme();

  QString m_key;
  Kind m_kind = Kind::kInfo;
  QLabel* m_icon;
  QLabel* m_text;
  QHBoxLayout* m_answers;
  QToolButton* m_close;
};

}  // namespace touchstone::ui
