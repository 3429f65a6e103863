#include "ui/dialogs/new_study/contender_columns.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/dialogs/new_study/study_draft.h"
#include "ui/models/words.h"
#include "ui/plots/marks.h"
#include "ui/plots/numbers.h"
#include "ui/theme/icons.h"
#include "ui/theme/style_shapes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"

namespace touchstone::ui {
namespace {

constexpr int kHead = 26;
constexpr int kMarkRoom = 24;
constexpr int kLeastNameWidth = 120;
constexpr int kBesideName = 128;  // box, size and warning at usual letters

QString bytesText(std::int64_t bytes) {
  return QLocale::c().formattedDataSize(bytes, bytes < 1'000'000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

QString sizeText(const ContenderCard& card) {
  if (!card.missing.empty()) {
    return ContenderColumn::tr("not here");
  }
  return card.sizeBytes > 0 ? bytesText(card.sizeBytes)
         : card.isSearched  ? ContenderColumn::tr("tuned")
                            : ContenderColumn::tr("one fit");
}

QString aboutText(const ContenderCard& card) {
  if (!card.missing.empty()) {
    return QString::fromStdString(card.missing);
  }
  QStringList lines;
  if (card.parameters > 0) {
    lines << ContenderColumn::tr("%1 weights, %2")
                 .arg(count(static_cast<double>(card.parameters)), QString::fromStdString(card.licence));
    lines << ContenderColumn::tr("Pretrained on: %1").arg(QString::fromStdString(card.pretraining));
  }
  lines << (card.isSearched ? ContenderColumn::tr("Tries as many configurations as the budget has trials.")
                            : ContenderColumn::tr("Needs one trial, whatever the budget."));
  return lines.join(QLatin1Char('\n'));
}

}  // namespace

ContenderColumn::ContenderColumn(StudyDraft& draft, Family family, QWidget* parent)
    : QFrame(parent), m_draft(draft), m_family(family) {
  const QString word = family == Family::kFoundation ? tr("Foundation") : tr("Supervised");
  setAccessibleName(word);
  m_title = new QLabel(word, this);
  m_title->setFixedHeight(kHead);
  m_title->setIndent(kMarkRoom);
  m_layout = new QVBoxLayout(this);
  m_layout->setContentsMargins(1, 1, 1, 1);
  m_layout->setSpacing(0);
  m_layout->addWidget(m_title);
  m_layout->addStretch(1);
  applyTheme();
}

void ContenderColumn::showDraft() {
  std::vector<int> own;
  const auto& contenders = m_draft.contenders();
  for (int i = 0; i < static_cast<int>(contenders.size()); ++i) {
    if (contenders[static_cast<std::size_t>(i)].card.family == m_family) {
      own.push_back(i);
    }
  }
  for (std::size_t i = m_rows.size(); i < own.size(); ++i) {
    addRow(own[i]);
  }
  for (std::size_t i = 0; i < m_rows.size() && i < own.size(); ++i) {
    m_rows[i].index = own[i];
    showRow(m_rows[i]);
  }
}

void ContenderColumn::addRow(int index) {
  auto* line = new QWidget(this);
  line->setFixedHeight(frame::kTableRow + 1);
  Row row;
  row.index = index;
  row.box = new QCheckBox(line);
  row.box->setObjectName(QStringLiteral("contender"));
  row.box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);  // it shortens its words itself
  row.size = new MutedLabel(line);
  row.warning = new QLabel(line);
  row.warning->setFixedSize(frame::kIcon, frame::kIcon);
  auto* layout = new QHBoxLayout(line);
  layout->setContentsMargins(space::k8, 0, space::k8, 0);
  layout->setSpacing(space::k6);
  layout->addWidget(row.box, 1);
  layout->addWidget(row.size);
  layout->addWidget(row.warning);
  m_layout->insertWidget(m_layout->count() - 1, line);
  const auto place = m_rows.size();
  connect(row.box, &QCheckBox::toggled, this,
          [this, place](bool isChosen) { m_draft.chooseContender(m_rows[place].index, isChosen); });
  m_rows.push_back(row);
  applyTheme();
}

void ContenderColumn::showRow(const Row& row) {
  const DraftContender& contender = m_draft.contenders()[static_cast<std::size_t>(row.index)];
  const QString name = shortName(contender.card.spec.name);
  const QSignalBlocker quiet(row.box);
  row.box->setChecked(contender.isChosen);
  // One that was asked for by a file can still be taken out.
  row.box->setEnabled(contender.card.missing.empty() || contender.isChosen);
  row.box->setText(QFontMetrics(row.box->font()).elidedText(name, Qt::ElideRight, nameWidth()));
  row.box->setAccessibleName(name);
  row.size->setText(sizeText(contender.card));
  const QString leakage = m_draft.leakageOf(contender);
  const QString about = aboutText(contender.card);
  const QString title = row.box->text() == name ? QString() : name + QLatin1Char('\n');
  row.box->setToolTip(title + about);
  row.size->setToolTip(about);
  // The room for the warning is kept where any row may have one.
  row.warning->setVisible(m_family == Family::kFoundation);
  row.warning->setPixmap(leakage.isEmpty() ? QPixmap()
                                           : iconPixmap(Icon::kWarning, coloursOf(palette()).paused.text, frame::kIcon,
                                                        devicePixelRatioF()));
  row.warning->setToolTip(leakage);
  row.warning->setAccessibleName(leakage);
  row.box->setAccessibleDescription(leakage.isEmpty() ? about : leakage + QLatin1Char('\n') + about);
}

int ContenderColumn::nameWidth() const {
  return std::max(kLeastNameWidth, width() - kBesideName);
}

void ContenderColumn::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  showDraft();
}

void ContenderColumn::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  shapes::roundedBox(painter, rect(), corner::kField, colours.surface, colours.border);
  painter.fillRect(QRectF(1, 1, width() - 2, kHead), colours.sunken);
  painter.fillRect(QRectF(1, kHead, width() - 2, 1), colours.border);
  const bool isFoundation = m_family == Family::kFoundation;
  paintMark(painter, {14.0, kHead / 2.0 + 1},
            {isFoundation ? Mark::kSquare : Mark::kCircle, true, colours.of(m_family).line, {}, 4.0, 0.0});
  for (std::size_t i = 1; i < m_rows.size(); ++i) {
    const int y = m_rows[i].box->parentWidget()->y();
    painter.fillRect(QRectF(1, y - 0.5, width() - 2, 1), colours.line);
  }
}

void ContenderColumn::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationFontChange) {
    applyTheme();
  }
  if (event->type() == QEvent::PaletteChange) {
    showDraft();
  }
  QFrame::changeEvent(event);
}

void ContenderColumn::applyTheme() {
  m_title->setFont(uiFont(Role::kSmall, true));
  for (const Row& row : m_rows) {
    row.box->setFont(uiFont(Role::kSmall));
    row.size->setFont(figureFont(Role::kSmall));
  }
}

ContenderColumns::ContenderColumns(StudyDraft& draft, QWidget* parent) : QWidget(parent) {
  m_supervised = new ContenderColumn(draft, Family::kSupervised, this);
  m_foundation = new ContenderColumn(draft, Family::kFoundation, this);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::k12);
  layout->addWidget(m_supervised, 1);
  layout->addWidget(m_foundation, 1);
}

void ContenderColumns::showDraft() {
  m_supervised->showDraft();
  m_foundation->showDraft();
}

}  // namespace touchstone::ui
