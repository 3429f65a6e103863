#include "ui/main_window/view_bar.h"

#include <QAction>
#include <QPainter>
#include <QPushButton>
#include <QTabBar>
#include <QToolButton>

#include "ui/main_window/find_field.h"
#include "ui/main_window/main_actions.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {

// Tabs where some have room for a dot behind their word: it is steady and says that something runs.
class ViewTabs : public QTabBar {
 public:
  ViewTabs(const std::vector<ViewEntry>& views, QWidget* parent) : QTabBar(parent), m_views(views) {}

  void setActivity(bool isActive) {
    m_isActive = isActive;
    for (int i = 0; i < count(); ++i) {
      const QString title = m_views[static_cast<std::size_t>(i)].title;
      setTabToolTip(i, hasDot(i) ? tr("%1: running (%2)").arg(title, keysOf(i)) : tr("%1 (%2)").arg(title, keysOf(i)));
    }
    update();
  }

 protected:
  QSize tabSizeHint(int index) const override {
    const int room = m_views[static_cast<std::size_t>(index)].showsActivity ? kDotRoom : 0;
    return QTabBar::tabSizeHint(index) + QSize(room, 0);
  }
  void paintEvent(QPaintEvent* event) override {
    QTabBar::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(coloursOf(palette()).accent);
    for (int i = 0; i < count(); ++i) {
      if (!hasDot(i)) {
        continue;
      }
      const QRect tab = tabRect(i);
      painter.drawEllipse(QPointF(tab.right() - space::k12 + 1.0, tab.center().y() + 1.0), 3.5, 3.5);
    }
  }

 private:
  static constexpr int kDotRoom = 14;

  bool hasDot(int index) const { return m_isActive && m_views[static_cast<std::size_t>(index)].showsActivity; }
  QString keysOf(int index) const {
    return m_views[static_cast<std::size_t>(index)].shortcut.toString(QKeySequence::NativeText);
  }

  const std::vector<ViewEntry>& m_views;
  bool m_isActive = false;
};

namespace {

QToolButton* makeButton(QAction* action, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setDefaultAction(action);
  button->setToolButtonStyle(Qt::ToolButtonIconOnly);
  button->setFixedSize(frame::kControlInViewBar, frame::kControlInViewBar);
  button->setFocusPolicy(Qt::TabFocus);
  const QString name = action->text().remove(QLatin1Char('&'));
  button->setAccessibleName(name);
  action->setToolTip(QStringLiteral("%1 (%2)").arg(name, action->shortcut().toString(QKeySequence::NativeText)));
  return button;
}

QPushButton* makeNewStudyButton(const MainActions& actions, QWidget* parent) {
  auto* button = new QPushButton(icon(Icon::kPlus, Tone::kText), ViewBar::tr("New study"), parent);
  button->setObjectName(QStringLiteral("newStudyButton"));
  button->setFixedHeight(frame::kControlInViewBar);
  button->setFocusPolicy(Qt::TabFocus);
  button->setAutoDefault(false);
  button->setToolTip(
      ViewBar::tr("New study (%1)").arg(actions.newStudy->shortcut().toString(QKeySequence::NativeText)));
  button->setMenu(actions.newStudies);
  return button;
}

}  // namespace

ViewBar::ViewBar(const std::vector<ViewEntry>& views, const MainActions& actions, QWidget* parent)
    : Bar(tr("Views"), frame::kViewBar, Ground::kSurface, parent), m_views(views) {
  m_tabs = new ViewTabs(m_views, this);
  m_tabs->setObjectName(QStringLiteral("viewTabs"));
  m_tabs->setDocumentMode(true);
  m_tabs->setDrawBase(false);
  m_tabs->setExpanding(false);
  m_tabs->setFixedHeight(frame::kViewBar);
  m_tabs->setIconSize(QSize(frame::kIcon, frame::kIcon));
  m_tabs->setFocusPolicy(Qt::TabFocus);
  m_tabs->setAccessibleName(tr("Views"));
  setViewTabs(m_tabs);
  for (const ViewEntry& entry : m_views) {
    m_tabs->addTab(icon(entry.icon), entry.title);
  }
  m_tabs->setActivity(false);
  connect(m_tabs, &QTabBar::currentChanged, this, &ViewBar::chosen);
  setLeftMargin(space::k4);
  add(m_tabs);
  addStretch();
  add(makeNewStudyButton(actions, this));
  for (QAction* action : {actions.run, actions.pause, actions.stop}) {
    add(makeButton(action, this));
  }
  m_find = new FindField(actions.find, this);
  add(m_find);
}

void ViewBar::setCurrent(int index) {
  m_tabs->setCurrentIndex(index);
}

int ViewBar::current() const {
  return m_tabs->currentIndex();
}

void ViewBar::setActivity(bool isActive) {
  m_tabs->setActivity(isActive);
}

void ViewBar::setViewsEnabled(bool isEnabled) {
  m_tabs->setEnabled(isEnabled);
}

void ViewBar::setNarrow(bool isNarrow) {
  for (int i = 0; i < m_tabs->count(); ++i) {
    m_tabs->setTabIcon(i, isNarrow ? QIcon() : icon(m_views[static_cast<std::size_t>(i)].icon));
  }
}

void ViewBar::resizeEvent(QResizeEvent* event) {
  Bar::resizeEvent(event);
  m_find->setCompact(width() < frame::kNarrowProject);
}

}  // namespace touchstone::ui
