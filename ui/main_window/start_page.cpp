#include "ui/main_window/start_page.h"

#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/main_window/start_card.h"
#include "ui/models/words.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"

namespace touchstone::ui {
namespace {

constexpr int kWidth = 1080;
constexpr int kMostRecent = 4;

// A project's file name, cut in the middle; the whole path is its tool tip.
class RecentButton : public QPushButton {
 public:
  RecentButton(const QString& path, QWidget* parent) : QPushButton(parent) {
    const QFileInfo info(path);
    setText(QFontMetrics(font()).elidedText(info.completeBaseName(), Qt::ElideMiddle, 210));
    setToolTip(path);
    setAccessibleName(path);
    setFlat(true);
    touchstone::ui::setFlat(this);
    setIcon(touchstone::ui::icon(Icon::kFile));
    setFixedHeight(frame::kControlInStrip);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
  }
};

}  // namespace

StartPage::StartPage(int cores, QWidget* parent) : QWidget(parent) {
  m_question = new QLabel(tr("Is the foundation model worth it on your task?"), this);
  m_answer = new MutedLabel(tr("Touchstone tunes a supervised model and a foundation model with the same budget,\n"
                               "then says which is better, by how much, and how sure that is."),
                            this);
  m_demo = new StartCard(StartCard::Drawing::kCurves, tr("Run the first study"),
                         tr("Real series, forecast by tuned models and a foundation model, while you watch."), this);
  m_data = new StartCard(StartCard::Drawing::kDrop, tr("New project from my data"),
                         tr("Drop CSV files with time series, or a study file, anywhere on this window."), this);
  m_open = new StartCard(StartCard::Drawing::kRows, tr("Open a project"),
                         tr("A Touchstone project file: finished, interrupted, or running in another program."), this);
  m_recent = new StartCard(StartCard::Drawing::kClock, tr("Recent projects"), tr("None yet."), this);
  m_recentList = new QVBoxLayout;
  m_recentList->setSpacing(space::k2);
  m_recent->body()->addLayout(m_recentList);
  connect(m_demo->addButton(tr("Run it"), QString(), true), &QPushButton::clicked, this, &StartPage::firstStudyWanted);
  connect(m_data->addButton(tr("Choose files"), QStringLiteral("Ctrl Shift N"), false), &QPushButton::clicked, this,
          &StartPage::dataWanted);
  connect(m_open->addButton(tr("Open"), QStringLiteral("Ctrl O"), false), &QPushButton::clicked, this,
          &StartPage::openWanted);

  auto* cards = new QHBoxLayout;
  cards->setSpacing(space::k16);
  for (StartCard* card : {m_demo, m_data, m_open, m_recent}) {
    card->setFixedHeight(280);
    cards->addWidget(card, 1);
  }
  auto* column = new QWidget(this);
  column->setMaximumWidth(kWidth);
  auto* inner = new QVBoxLayout(column);
  inner->setContentsMargins(0, 0, 0, 0);
  inner->setSpacing(space::k6);
  inner->addWidget(m_question);
  inner->addWidget(m_answer);
  inner->addSpacing(space::k16);
  inner->addLayout(cards);
  inner->addSpacing(space::k12);
  inner->addWidget(makeMachineLine(cores));
  inner->addSpacing(space::k8);
  inner->addWidget(makeFooter());
  auto* row = new QHBoxLayout;
  row->addStretch(1);
  row->addWidget(column, 100);
  row->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::k24, space::k12, space::k24, space::k12);
  layout->addStretch(2);
  layout->addLayout(row);
  layout->addStretch(3);
  applyFonts();
}

QWidget* StartPage::makeMachineLine(int cores) {
  auto* line = new QWidget(this);
  auto* mark = new QLabel(line);
  mark->setPixmap(icon(Icon::kInfo).pixmap(frame::kIcon));
  m_machine = new QLabel(counted(cores, tr("%1 core"), tr("%1 cores")), line);
  m_machineNote = new MutedLabel(tr("The first study uses small models: one trial a core at a time."), line);
  auto* layout = new QHBoxLayout(line);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::k8);
  layout->addWidget(mark);
  layout->addWidget(m_machine);
  layout->addWidget(m_machineNote, 1);
  return line;
}

QWidget* StartPage::makeFooter() {
  auto* line = new QWidget(this);
  auto* lock = new QLabel(line);
  lock->setPixmap(icon(Icon::kLock).pixmap(frame::kIcon));
  auto* layout = new QHBoxLayout(line);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::k8);
  layout->addWidget(lock);
  layout->addWidget(new MutedLabel(tr("No account, no network, nothing leaves this computer"), line), 1);
  layout->addWidget(new MutedLabel(tr("? shows the shortcuts"), line));
  return line;
}

void StartPage::setRecent(const QStringList& paths) {
  while (QLayoutItem* item = m_recentList->takeAt(0)) {
    item->widget()->hide();
    item->widget()->deleteLater();
    delete item;
  }
  for (const QString& path : paths.mid(0, kMostRecent)) {
    auto* button = new RecentButton(path, this);
    connect(button, &QPushButton::clicked, this, [this, path] { emit projectWanted(path); });
    m_recentList->addWidget(button);
  }
  m_recent->setText(paths.isEmpty() ? tr("None yet.") : QString());
}

void StartPage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationFontChange) {
    applyFonts();
  }
  QWidget::changeEvent(event);
}

void StartPage::applyFonts() {
  m_question->setFont(uiFont(Role::kVerdict, true));
  m_answer->setFont(uiFont(Role::kBody));
  m_machine->setFont(uiFont(Role::kBody, true));
  m_machineNote->setFont(uiFont(Role::kBody));
}

}  // namespace touchstone::ui
