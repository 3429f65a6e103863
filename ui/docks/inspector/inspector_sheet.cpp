#include "ui/docks/inspector/inspector_sheet.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/plots/elided_label.h"
#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"
#include "ui/widgets/state_label.h"

namespace touchstone::ui {
namespace {

constexpr int kChipPadding = 8;
constexpr int kLeastSection = 170, kMostSection = 264;  // side by side
constexpr int kLeastTitle = 110;                        // before the chip beside it gives way
constexpr int kRowGap = 3;
constexpr int kLongestNumber = 14;  // "1,234.5×10⁻¹²"
constexpr int kShortName = 8;       // "decision"

// The family's colour under the method's name.
class FamilyChip : public QWidget {
 public:
  FamilyChip(Family family, QString words, QWidget* parent)
      : QWidget(parent), m_family(family), m_words(std::move(words)) {
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setAccessibleName(m_words);
    setToolTip(m_words);
  }

  QSize sizeHint() const override {
    const QFontMetrics metrics(figureFont(Role::kMicro));
    // + 1: rounding of the advance must not cost the last letter
    return {metrics.horizontalAdvance(m_words) + 1 + 2 * kChipPadding, std::max(frame::kChip, metrics.height() + 2)};
  }
  QSize minimumSizeHint() const override { return {3 * kChipPadding, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent*) override {
    const Colours& colours = coloursOf(palette());
    const FamilyColours& own = colours.of(m_family);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(own.tint);
    painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
    painter.setPen(own.text);
    painter.setFont(figureFont(Role::kMicro));
    const QRect box = rect().adjusted(kChipPadding, 0, -kChipPadding, 0);
    painter.drawText(box, Qt::AlignCenter, painter.fontMetrics().elidedText(m_words, Qt::ElideRight, box.width()));
  }

 private:
  const Family m_family;
  const QString m_words;
};

// A line between sections: below each other, or side by side.
class Line : public QWidget {
 public:
  Line(bool isVertical, QWidget* parent) : QWidget(parent) { isVertical ? setFixedWidth(1) : setFixedHeight(1); }

 protected:
  void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), coloursOf(palette()).border); }
};

QLabel* makeLabel(const QString& text, const QFont& font, bool isMuted, QWidget* parent) {
  QLabel* label = isMuted ? new MutedLabel(parent) : new QLabel(parent);
  label->setFont(font);
  label->setTextFormat(Qt::PlainText);
  label->setText(text);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

QLabel* makeWrapped(const QString& text, bool isMuted, QWidget* parent) {
  QLabel* label = makeLabel(withBreaks(text), uiFont(Role::kSmall), isMuted, parent);
  label->setWordWrap(true);
  return label;
}

QWidget* makeCell(const InspectorCell& cell, bool isFirst, QWidget* parent) {
  if (cell.state) {
    auto* state = new StateLabel(Role::kSmall, parent);
    state->setColoured(true);
    state->setState(cell.state, cell.text);
    return state;
  }
  const QFont font = figureFont(Role::kSmall, cell.isBold);
  if (cell.text.size() > (isFirst ? kShortName : kLongestNumber)) {  // words give way, numbers never
    auto* name = new ElidedLabel(parent);
    name->setFont(font);
    name->setMuted(cell.isMuted);
    name->setText(cell.text);
    return name;
  }
  return makeLabel(cell.text, font, cell.isMuted, parent);
}

}  // namespace

InspectorSheet::InspectorSheet(QWidget* parent)
    : QWidget(parent), m_layout(new QBoxLayout(QBoxLayout::TopToBottom, this)) {
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setSpacing(0);
  setBackgroundRole(QPalette::AlternateBase);
  setAutoFillBackground(true);
}

void InspectorSheet::setContent(const InspectorContent& content) {
  if (content == m_content) return;
  m_content = content;
  setAccessibleName(content.title);
  setAccessibleDescription(asText(content));
  rebuild();
}

void InspectorSheet::setWide(bool isWide) {
  if (isWide == m_isWide) return;
  m_isWide = isWide;
  m_layout->setDirection(isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
  rebuild();
}

void InspectorSheet::rebuild() {
  while (QLayoutItem* item = m_layout->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  if (m_content.isEmpty()) return;
  const int share = m_isWide ? 1 : 0;
  m_layout->addWidget(makeHead(), share);
  for (const InspectorSection& section : m_content.sections) {
    m_layout->addWidget(new Line(m_isWide, this));
    m_layout->addWidget(makeSection(section), share);
  }
  if (!m_isWide) m_layout->addWidget(new Line(false, this));
  m_layout->addStretch();
}

// Side by side: what stands in it at the top, as wide as its rows need.
void InspectorSheet::fitWidth(QWidget& part) const {
  if (m_isWide) {
    static_cast<QBoxLayout*>(part.layout())->addStretch();
    part.setMinimumWidth(std::max(kLeastSection, part.minimumSizeHint().width()));
    part.setMaximumWidth(std::max(kMostSection, part.minimumWidth()));
  }
}

QWidget* InspectorSheet::makeHead() {
  auto* head = new QWidget(this);
  auto* layout = new QVBoxLayout(head);
  layout->setContentsMargins(space::k12, space::k12, space::k12, space::k12);
  layout->setSpacing(space::k6);
  auto* first = new QHBoxLayout;
  first->setSpacing(space::k6);
  auto* title = new ElidedLabel(head);
  title->setFont(uiFont(Role::kHeading, true));
  title->setText(m_content.title);
  title->setMinimumWidth(std::min(title->sizeHint().width(), kLeastTitle));
  first->addWidget(title);
  if (!m_content.chip.isEmpty()) {
    first->addWidget(new FamilyChip(m_content.family.value_or(Family::kReference), m_content.chip, head));
  }
  if (m_content.state) {
    auto* chip = new StateLabel(Role::kMicro, head);
    chip->setChip(true);
    chip->setState(m_content.state, stateWord(*m_content.state));
    first->addWidget(chip);
  }
  first->addStretch();
  layout->addLayout(first);
  layout->addWidget(makeWrapped(m_content.subtitle, true, head));
  if (!m_content.number.isEmpty()) {
    auto* line = new QHBoxLayout;
    line->setSpacing(space::k6);
    line->addWidget(makeLabel(m_content.number, figureFont(Role::kNumber, true), false, head), 0, Qt::AlignBottom);
    line->addWidget(makeWrapped(m_content.numberNote, true, head), 1, Qt::AlignBottom);
    layout->addLayout(line);
  }
  fitWidth(*head);
  return head;
}

QWidget* InspectorSheet::makeSection(const InspectorSection& section) {
  auto* box = new QWidget(this);
  box->setAccessibleName(section.title);
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(space::k12, space::k12, space::k12, space::k12);
  layout->setSpacing(space::k6);
  auto* first = new QHBoxLayout;
  first->addWidget(makeLabel(section.title, uiFont(Role::kSmall, true), false, box));
  first->addStretch();
  if (!section.note.isEmpty()) {
    auto* note = new ElidedLabel(box);
    note->setFont(uiFont(Role::kSmall));
    note->setMuted(true);
    note->setText(section.note);
    first->addWidget(note);
  }
  layout->addLayout(first);
  for (const QString& paragraph : section.paragraphs) {
    QLabel* label = makeWrapped(QString(), false, box);
    label->setTextFormat(Qt::RichText);
    label->setText(paragraph);
    layout->addWidget(label);
  }
  if (!section.rows.empty()) {
    layout->addLayout(makeRows(section, box));
  }
  fitWidth(*box);
  return box;
}

QLayout* InspectorSheet::makeRows(const InspectorSection& section, QWidget* box) {
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(space::k8);
  grid->setVerticalSpacing(kRowGap);
  for (std::size_t row = 0; row < section.rows.size(); ++row) {
    for (std::size_t column = 0; column < section.rows[row].size(); ++column) {
      const Qt::Alignment side = column == 0 ? Qt::Alignment() : Qt::AlignRight | Qt::AlignVCenter;
      grid->addWidget(makeCell(section.rows[row][column], column == 0, box), static_cast<int>(row),
                      static_cast<int>(column), side);
    }
  }
  grid->setColumnStretch(0, 1);
  return grid;
}

void InspectorSheet::copy() {
  for (const QLabel* label : findChildren<QLabel*>()) {
    if (label->hasSelectedText()) {
      QApplication::clipboard()->setText(withoutBreaks(label->selectedText()));
      return;
    }
  }
  QApplication::clipboard()->setText(asText(m_content));
}

// Fonts are set label by label; they are made anew when the event is through.
void InspectorSheet::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::ApplicationFontChange) QTimer::singleShot(0, this, &InspectorSheet::rebuild);
}

}  // namespace touchstone::ui
