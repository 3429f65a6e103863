// The Inspector's page for one thing: title and chips, one large number, sections. Texts can be selected and copied.
// Thread: GUI. Blocking: never.
#pragma once

#include <QWidget>

#include "ui/docks/inspector/inspector_content.h"

class QBoxLayout;
class QLayout;

namespace touchstone::ui {

class InspectorSheet : public QWidget {
  Q_OBJECT

 public:
  explicit InspectorSheet(QWidget* parent = nullptr);

  // The same content again leaves everything, a selection of text included, as it is.
  void setContent(const InspectorContent& content);
  const InspectorContent& content() const { return m_content; }
  // In a low and wide dock the sections stand side by side.
  void setWide(bool isWide);

 public slots:
  void copy();  // the selected words, else everything; found by the window's Edit > Copy

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void rebuild();
  void fitWidth(QWidget& part) const;
  QWidget* makeHead();
  QWidget* makeSection(const InspectorSection& section);
  static QLayout* makeRows(const InspectorSection& section, QWidget* box);

  InspectorContent m_content;
  QBoxLayout* m_layout;
  bool m_isWide = false;
};

}  // namespace touchstone::ui
