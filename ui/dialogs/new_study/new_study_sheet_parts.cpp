// How the New study sheet is made and looks.
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/bridge/engine_bridge.h"
#include "ui/dialogs/new_study/budget_form.h"
#include "ui/dialogs/new_study/consequences.h"
#include "ui/dialogs/new_study/contender_columns.h"
#include "ui/dialogs/new_study/new_study_sheet.h"
#include "ui/dialogs/new_study/sheet_parts.h"
#include "ui/dialogs/new_study/task_list.h"
#include "ui/plots/elided_label.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/muted_label.h"

namespace touchstone::ui {
namespace {

constexpr int kRightWidth = 356;
constexpr int kFooterHeight = 52;

QScrollArea* makeScroll(QWidget* content, QWidget* parent) {
  auto* scroll = new QScrollArea(parent);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setWidget(content);
  // The sheet paints the grounds.
  scroll->viewport()->setAutoFillBackground(false);
  content->setAutoFillBackground(false);
  return scroll;
}

// A note in small muted words.
MutedLabel* makeNote(const QString& text, QWidget* parent) {
  auto* label = new MutedLabel(text, parent);
  label->setFont(uiFont(Role::kSmall));
  label->setObjectName(QStringLiteral("smallNote"));
  return label;
}

}  // namespace

QWidget* NewStudySheet::makeForm() {
  m_form = new QWidget;
  auto* column = new QVBoxLayout(m_form);
  column->setContentsMargins(space::k16, space::k12, space::k16, space::k12);
  column->setSpacing(space::k6);
  makeName(column);
  column->addSpacing(space::k8);

  m_tasksHead = new SectionHead(tr("Tasks"), QString(), m_form);
  auto* add = new LinkButton(Icon::kPlus, tr("Add files…"), m_form);
  add->setObjectName(QStringLiteral("addFiles"));
  m_tasksHead->row()->addWidget(add);
  connect(add, &QPushButton::clicked, this, &NewStudySheet::filesWanted);
  m_tasks = new TaskList(m_draft, m_form);
  m_tasksProblem = new ProblemLabel(m_tasks, m_form);
  column->addWidget(m_tasksHead);
  column->addWidget(m_tasks);
  column->addWidget(m_tasksProblem);
  column->addSpacing(space::k12);

  column->addWidget(new SectionHead(tr("Contenders"), tr("the same budget for each"), m_form));
  m_contenders = new ContenderColumns(m_draft, m_form);
  m_contendersProblem = new ProblemLabel(m_contenders, m_form);
  column->addWidget(m_contenders);
  column->addWidget(m_contendersProblem);
  column->addWidget(makeNote(tr("Naive and seasonal naive run always, as the zero of every scale."), m_form));
  column->addSpacing(space::k12);

  column->addWidget(new SectionHead(tr("Budget"), tr("whichever comes first ends a run"), m_form));
  m_budget = new BudgetForm(m_draft, m_bridge.slotCount(), m_form);
  column->addWidget(m_budget);
  column->addSpacing(space::k12);
  makeProject(column);
  column->addStretch(1);
  return makeScroll(m_form, this);
}

void NewStudySheet::makeName(QVBoxLayout* column) {
  m_name = new QLineEdit(m_form);
  m_name->setObjectName(QStringLiteral("studyName"));
  m_name->setAccessibleName(tr("Name of the study"));
  m_name->setPlaceholderText(tr("Name of the study"));
  m_name->setAcceptDrops(false);
  m_name->setFixedHeight(frame::kControlInViewBar);
  m_nameProblem = new ProblemLabel(m_name, m_form);
  auto* row = new QHBoxLayout;
  row->setSpacing(0);
  row->addWidget(m_name, 1);
  row->addSpacing(space::k12);
  for (int i = 0; i < static_cast<int>(std::size(kBudgetLevels)); ++i) {
    const BudgetLevel& level = kBudgetLevels[i];
    auto* button = new QToolButton(m_form);
    button->setText(tr(level.name));
    button->setObjectName(QStringLiteral("level%1").arg(i));
    button->setFixedHeight(frame::kControlInViewBar);
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolTip(tr("%1 trials, %2 epochs, %3 seeds").arg(level.trials).arg(level.resource).arg(level.seeds));
    button->setAccessibleName(tr("%1: %2").arg(button->text(), button->toolTip()));
    setSegment(button, i == 0                                                ? Segment::kFirst
                       : i + 1 == static_cast<int>(std::size(kBudgetLevels)) ? Segment::kLast
                                                                             : Segment::kMiddle);
    // Not toggled() but clicked(): a press on the active one keeps it.
    connect(button, &QToolButton::clicked, this, [this, i] { m_draft.setLevel(i); });
    row->addWidget(button);
    m_levels << button;
  }
  column->addLayout(row);
  column->addWidget(m_nameProblem);
}

void NewStudySheet::makeProject(QVBoxLayout* column) {
  m_resultsHead = new SectionHead(tr("Results"), QString(), m_form);
  column->addWidget(m_resultsHead);
  m_project = new QLineEdit(m_form);
  m_project->setObjectName(QStringLiteral("projectFile"));
  m_project->setAccessibleName(tr("Project file for the results"));
  m_project->setAcceptDrops(false);
  m_project->setFixedHeight(frame::kControlInForm);
  m_chooseProject = new QPushButton(tr("Choose…"), m_form);
  m_chooseProject->setFixedHeight(frame::kControlInForm);
  m_projectProblem = new ProblemLabel(m_project, m_form);
  auto* row = new QHBoxLayout;
  row->setSpacing(space::k8);
  row->addWidget(m_project, 1);
  row->addWidget(m_chooseProject);
  column->addLayout(row);
  column->addWidget(m_projectProblem);
}

QWidget* NewStudySheet::makeTomlPane() {
  auto* pane = new QWidget;
  m_toml = new QPlainTextEdit(pane);
  m_toml->setObjectName(QStringLiteral("toml"));
  m_toml->setAccessibleName(tr("The study as a file"));
  m_toml->setReadOnly(true);
  m_toml->setTabChangesFocus(true);
  m_toml->setAcceptDrops(false);
  m_toml->setLineWrapMode(QPlainTextEdit::NoWrap);
  auto* copy = new LinkButton(Icon::kCopy, tr("Copy"), pane);
  copy->setObjectName(QStringLiteral("copyToml"));
  connect(copy, &QPushButton::clicked, this, [this] {
    m_toml->selectAll();
    m_toml->copy();
    emit note(tr("Copied"));
  });
  auto* head = new SectionHead(tr("The study as a file"), tr("what Start puts into the project"), pane);
  head->row()->addWidget(copy);
  auto* layout = new QVBoxLayout(pane);
  layout->setContentsMargins(space::k16, space::k12, space::k16, space::k12);
  layout->setSpacing(space::k6);
  layout->addWidget(head);
  layout->addWidget(m_toml, 1);
  return pane;
}

QWidget* NewStudySheet::makeRight() {
  m_right = new QWidget(this);
  m_right->setFixedWidth(kRightWidth);
  m_consequences = new Consequences(m_draft, m_bridge.slotCount(), nullptr);
  m_copyLink = new LinkButton(Icon::kCopy, tr("Copy as command"), m_right);
  m_copyLink->setObjectName(QStringLiteral("copyCommand"));
  m_tomlLink = new LinkButton(Icon::kFile, tr("Show as TOML"), m_right);
  m_tomlLink->setObjectName(QStringLiteral("showToml"));
  m_tomlLink->setCheckable(true);
  auto* links = new QHBoxLayout;
  links->setContentsMargins(space::k8, 0, space::k8, space::k8);
  links->setSpacing(space::k4);
  links->addWidget(m_copyLink);
  links->addWidget(m_tomlLink);
  links->addStretch(1);
  auto* layout = new QVBoxLayout(m_right);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(makeScroll(m_consequences, m_right), 1);
  layout->addLayout(links);
  return m_right;
}

QWidget* NewStudySheet::makeFooter() {
  m_footer = new QWidget(this);
  m_footer->setFixedHeight(kFooterHeight);
  m_footerMark = new QLabel(m_footer);
  m_footerMark->setFixedSize(frame::kIcon, frame::kIcon);
  m_footerText = new ElidedLabel(m_footer);
  m_footerText->setObjectName(QStringLiteral("footer"));
  m_save = new QPushButton(tr("Save as preset…"), m_footer);
  m_save->setObjectName(QStringLiteral("save"));
  m_save->setToolTip(tr("A study file; those in the folder of presets are listed below New study"));
  m_cancel = new QPushButton(tr("Cancel"), m_footer);
  m_cancel->setObjectName(QStringLiteral("cancel"));
  m_start = new QPushButton(tr("Start"), m_footer);
  m_start->setObjectName(QStringLiteral("start"));
  setPrimary(m_start);
  m_start->setAutoDefault(false);
  auto* keys = new MutedLabel(tr("Ctrl Enter"), m_footer);
  keys->setFont(uiFont(Role::kMicro));
  auto* layout = new QHBoxLayout(m_footer);
  layout->setContentsMargins(space::k16, 0, space::k16, 0);
  layout->setSpacing(space::k8);
  layout->addWidget(m_footerMark);
  layout->addWidget(m_footerText, 1);
  for (QPushButton* button : {m_save, m_cancel, m_start}) {
    button->setFixedHeight(frame::kControlInViewBar);
    layout->addWidget(button);
  }
  layout->addWidget(keys);
  return m_footer;
}

void NewStudySheet::paintGrounds(QPainter& painter) {
  const Colours& colours = coloursOf(palette());
  const QRect right(m_right->mapTo(this, QPoint(0, 0)), m_right->size());
  painter.fillRect(right, colours.sunken);
  painter.fillRect(QRect(right.left(), right.top(), 1, right.height()), colours.border);
  const QRect footer(m_footer->mapTo(this, QPoint(0, 0)), m_footer->size());
  painter.fillRect(QRect(footer.left(), footer.top(), footer.width(), 1), colours.border);
}

void NewStudySheet::changeEvent(QEvent* event) {
  SheetFrame::changeEvent(event);
  if (m_start != nullptr &&
      (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::PaletteChange)) {
    applyTheme();
    showDraft();
  }
}

void NewStudySheet::applyTheme() {
  m_name->setFont(uiFont(Role::kBody));
  m_project->setFont(uiFont(Role::kSmall));
  m_footerText->setFont(uiFont(Role::kBody));
  QFont fixed(QStringLiteral("monospace"));
  fixed.setStyleHint(QFont::Monospace);
  fixed.setPointSizeF(uiFont(Role::kSmall).pointSizeF());
  m_toml->setFont(fixed);
  for (QToolButton* level : m_levels) {
    level->setFont(uiFont(Role::kBody));
  }
  for (QWidget* noteLabel : findChildren<QWidget*>(QStringLiteral("smallNote"))) {
    noteLabel->setFont(uiFont(Role::kSmall));
  }
}

}  // namespace touchstone::ui
