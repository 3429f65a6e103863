#include "ui/models/message_model.h"

#include <QDateTime>
#include <algorithm>

#include "ui/models/roles.h"
#include "ui/theme/icons.h"

namespace touchstone::ui {
namespace {

constexpr std::size_t kMostMessages = 10000;
constexpr std::size_t kLookBack = 200;

MessageModel::Level levelFrom(const std::string& word) {
  if (word == "error") {
    return MessageModel::Level::kError;
  }
  return word == "warning" ? MessageModel::Level::kWarning : MessageModel::Level::kInfo;
}

QDateTime timeOf(double seconds) {
  return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(seconds * 1000.0));
}

}  // namespace

MessageModel::MessageModel(Shows shows, QObject* parent) : QAbstractTableModel(parent), m_shows(shows) {}

void MessageModel::addRows(const std::vector<LogRow>& rows) {
  std::vector<Message> fresh;
  for (const LogRow& row : rows) {
    const Level level = levelFrom(row.level);
    QString text = QString::fromStdString(row.text);
    if (m_shows == Shows::kProblems && (level == Level::kInfo || knows(text))) {
      continue;
    }
    fresh.push_back({row.timeS, level, std::move(text)});
  }
  append(std::move(fresh));
}

void MessageModel::addProblem(const ProblemEvent& problem) {
  const QString text = QString::fromStdString(problem.error.text());
  if (knows(text)) {
    return;
  }
  const double now = static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000.0;
  append({{now, problem.isWarning ? Level::kWarning : Level::kError, text}});
}

void MessageModel::addProblem(const QString& text) {
  ProblemEvent event;
  event.error.message = text.toStdString();
  addProblem(event);
}

bool MessageModel::knows(const QString& text) const {
  const std::size_t first = m_messages.size() > kLookBack ? m_messages.size() - kLookBack : 0;
  return std::any_of(m_messages.begin() + static_cast<std::ptrdiff_t>(first), m_messages.end(),
                     [&text](const Message& message) { return message.text == text; });
}

void MessageModel::append(std::vector<Message> messages) {
  if (messages.empty()) {
    return;
  }
  if (m_messages.size() + messages.size() > kMostMessages) {
    const std::size_t surplus = std::min(m_messages.size(), m_messages.size() + messages.size() - kMostMessages);
    if (surplus > 0) {
      beginRemoveRows({}, 0, static_cast<int>(surplus) - 1);
      m_messages.erase(m_messages.begin(), m_messages.begin() + static_cast<std::ptrdiff_t>(surplus));
      endRemoveRows();
    }
  }
  const int first = static_cast<int>(m_messages.size());
  beginInsertRows({}, first, first + static_cast<int>(messages.size()) - 1);
  for (Message& message : messages) {
    m_errors += message.level != Level::kInfo;
    m_messages.push_back(std::move(message));
  }
  endInsertRows();
  emit countChanged();
}

void MessageModel::clear() {
  beginResetModel();
  m_messages.clear();
  m_errors = 0;
  endResetModel();
  emit countChanged();
}

QString MessageModel::settingsKey() const {
  return m_shows == Shows::kProblems ? QStringLiteral("problems") : QStringLiteral("log");
}

int MessageModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_messages.size());
}

int MessageModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumnCount;
}

QVariant MessageModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const Message& message = m_messages[static_cast<std::size_t>(index.row())];
  const bool isError = message.level == Level::kError;
  if (role == Qt::DecorationRole && index.column() == kLevel && message.level != Level::kInfo) {
    return isError ? icon(Icon::kCross, Tone::kFailed) : icon(Icon::kWarning, Tone::kPaused);
  }
  if (role == Qt::ToolTipRole) {
    return index.column() == kTime ? timeOf(message.timeS).toString(Qt::ISODate) : message.text;
  }
  if (role == kSortRole && index.column() != kText) {
    return index.column() == kTime ? QVariant(message.timeS) : QVariant(static_cast<int>(message.level));
  }
  if (role != Qt::DisplayRole && role != kSortRole) {
    return {};
  }
  switch (index.column()) {
  case kTime:
    return timeOf(message.timeS).toString(QStringLiteral("HH:mm:ss"));
  case kLevel:
    return isError ? tr("error") : message.level == Level::kWarning ? tr("warning") : tr("info");
  case kText:
    return message.text.simplified();
  default:
    return {};
  }
}

QVariant MessageModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
    return {};
  }
  switch (section) {
  case kTime:
    return tr("Time");
  case kLevel:
    return tr("Level");
  case kText:
    return tr("Message");
  default:
    return {};
  }
}

}  // namespace touchstone::ui
