#include "ui/plots/plot_card.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/plots/elided_label.h"
#include "ui/plots/plot_view.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {

namespace {

constexpr int kNarrow = 340;             // below, save and enlarge are in "more" only
constexpr QMargins kInside(2, 1, 2, 3);  // a plot fills its rectangle, which must end inside the round corners below

}  // namespace

PlotCard::PlotCard(const QString& title, QWidget* parent) : QFrame(parent) {
  setFrameShape(QFrame::NoFrame);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kInside);
  layout->setSpacing(0);
  layout->addWidget(makeHeader(title));
  m_pages = new QStackedWidget(this);
  m_pages->addWidget(makeEmptyPage());
  layout->addWidget(m_pages, 1);
  setAccessibleName(title);
  applyFonts();
}

QWidget* PlotCard::makeHeader(const QString& title) {
  auto* header = new QWidget(this);
  header->setFixedHeight(frame::kCardHeader);
  m_title = new ElidedLabel(header);
  m_title->setText(title);
  m_subtitle = new ElidedLabel(header);
  m_subtitle->setMuted(true);
  m_subtitle->setLeast(24);
  m_tools = new QHBoxLayout;
  m_tools->setSpacing(space::k4);
  auto* row = new QHBoxLayout(header);
  row->setContentsMargins(space::k12, 0, space::k8, 0);
  row->setSpacing(space::k8);
  row->addWidget(m_title, 0);
  row->addWidget(m_subtitle, 1);
  row->addLayout(m_tools, 0);
  // the subtitle gives way first: it alone may shrink to nothing
  m_title->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
  m_subtitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  return header;
}

QWidget* PlotCard::makeEmptyPage() {
  auto* page = new QWidget(this);
  m_emptyIcon = new QLabel(page);
  m_emptyMissing = new QLabel(page);
  m_emptyAdvice = new QLabel(page);
  m_emptyButton = new QPushButton(page);
  m_emptyButton->hide();
  connect(m_emptyButton, &QPushButton::clicked, this, &PlotCard::emptyButtonClicked);
  for (QLabel* label : {m_emptyIcon, m_emptyMissing, m_emptyAdvice}) label->setAlignment(Qt::AlignCenter);
  for (QLabel* label : {m_emptyMissing, m_emptyAdvice}) {
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
  }
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(space::k16, space::k8, space::k16, space::k16);
  column->setSpacing(space::k6);
  column->addStretch(1);
  column->addWidget(m_emptyIcon);
  column->addWidget(m_emptyMissing);
  column->addWidget(m_emptyAdvice);
  column->addWidget(m_emptyButton, 0, Qt::AlignHCenter);
  column->addStretch(1);
  return page;
}

void PlotCard::applyFonts() {
  m_title->setFont(uiFont(Role::kBody, true));
  m_subtitle->setFont(uiFont(Role::kSmall));
  m_emptyMissing->setFont(uiFont(Role::kBody, true));
  m_emptyAdvice->setFont(uiFont(Role::kSmall));
  applyEmptyIcon();
}

void PlotCard::applyEmptyIcon() {
  const QPixmap pixmap = iconPixmap(m_icon, coloursOf(palette()).muted, frame::kIconEmpty, devicePixelRatioF());
  m_emptyIcon->setPixmap(pixmap);
  QPalette muted = m_emptyAdvice->palette();
  muted.setColor(QPalette::WindowText, coloursOf(palette()).muted);
  m_emptyAdvice->setPalette(muted);
}

void PlotCard::setTitle(const QString& title) {
  m_title->setText(title);
  setAccessibleName(title);
}

void PlotCard::setSubtitle(const QString& subtitle) {
  m_subtitle->setText(subtitle);
}

QString PlotCard::title() const {
  return m_title->text();
}

void PlotCard::setBody(QWidget* body) {
  m_body = body;
  m_pages->addWidget(body);
  m_pages->setCurrentWidget(body);
}

void PlotCard::setPlot(PlotView* plot) {
  m_plot = plot;
  setBody(plot);
  showEmpty(plot->isEmpty());
  connect(plot, &PlotView::emptyChanged, this, &PlotCard::showEmpty);
  makePlotTools();
}

void PlotCard::setEmptyMessage(Icon icon, const QString& missing, const QString& advice, const QString& button) {
  m_icon = icon;
  applyEmptyIcon();
  m_emptyMissing->setText(missing);
  m_emptyAdvice->setText(advice);
  m_emptyAdvice->setVisible(!advice.isEmpty());
  m_emptyButton->setText(button);
  m_emptyButton->setVisible(!button.isEmpty());
}

void PlotCard::showEmpty(bool isEmpty) {
  if (m_body != nullptr) m_pages->setCurrentIndex(isEmpty ? 0 : m_pages->indexOf(m_body));
  for (QToolButton* button : {m_save, m_enlarge, m_more}) {
    if (button != nullptr) button->setEnabled(!isEmpty);
  }
}

void PlotCard::addTool(QWidget* tool) {
  // before save, enlarge and more, which are always the last
  const int last = m_plot == nullptr ? m_tools->count() : m_tools->indexOf(m_save);
  m_tools->insertWidget(last, tool);
}

QToolButton* PlotCard::addToolButton(Icon which, const QString& tip) {
  auto* button = new QToolButton(this);
  button->setIcon(icon(which));
  button->setToolTip(tip);
  button->setAccessibleName(tip);
  button->setAutoRaise(true);
  addTool(button);
  return button;
}

void PlotCard::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  for (QToolButton* button : {m_save, m_enlarge}) {
    if (button != nullptr) button->setVisible(width() >= kNarrow);
  }
}

void PlotCard::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(colours.border, 1.0));
  painter.setBrush(colours.surface);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), corner::kCard, corner::kCard);
}

void PlotCard::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (m_emptyIcon == nullptr) return;
  if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) applyFonts();
  if (event->type() == QEvent::PaletteChange) applyEmptyIcon();
}

}  // namespace touchstone::ui
