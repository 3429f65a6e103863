#include "ui/views/trials/trial_pages.h"

#include <algorithm>
#include <utility>

#include "ui/bridge/engine_bridge.h"

namespace touchstone::ui {
namespace {

constexpr int kMostPages = 64;  // 16,000 rows; those farthest from where one looks go first

}  // namespace

void TrialPages::start(const TrialFilter& filter) {
  m_filter = filter;
  ++m_generation;
  m_isStarting = true;
  m_asked.clear();
  m_outdated.clear();
  m_wanted.clear();
  ask(0);
}

void TrialPages::refresh() {
  if (m_isStarting) {
    askAnew(0);
    return;
  }
  QSet<int> pages = std::exchange(m_wanted, {});
  pages.insert(0);  // it tells the number of rows, too
  std::erase_if(m_pages, [&pages](const auto& each) { return !pages.contains(each.first); });
  for (const int page : pages) {
    askAnew(page);
  }
}

// An answer that is under way may have been read before the change.
void TrialPages::askAnew(int page) {
  if (m_asked.contains(page)) {
    m_outdated.insert(page);
  } else {
    ask(page);
  }
}

void TrialPages::locate(TrialId trial) {
  TrialFilter filter = m_filter;
  filter.offset = 0;
  filter.limit = -1;
  m_bridge.ask<int>(
      "trials/locate", this,
      [filter, trial](const ProjectView& view) {
        const auto all = view.trials(filter);
        if (!all) {
          return -1;
        }
        const auto found =
            std::find_if(all->rows.begin(), all->rows.end(), [trial](const TrialRow& row) { return row.id == trial; });
        return found == all->rows.end() ? -1 : static_cast<int>(found - all->rows.begin());
      },
      [this, trial, generation = m_generation](int row) {
        if (row >= 0 && generation == m_generation && !m_isStarting) {
          emit located(trial, row);
        }
      });
}

const TrialRow* TrialPages::want(int row) {
  const int page = row / kRows;
  m_wanted.insert(page);
  const TrialRow* found = find(row);
  if (found == nullptr && !m_isStarting) {
    ask(page);
  }
  return found;
}

const TrialRow* TrialPages::find(int row) const {
  const auto page = m_pages.find(row / kRows);
  const auto place = static_cast<std::size_t>(row % kRows);
  return row >= 0 && page != m_pages.end() && place < page->second.size() ? &page->second[place] : nullptr;
}

int TrialPages::rowOf(TrialId trial) const {
  for (const auto& [number, page] : m_pages) {
    const auto found = std::find_if(page.begin(), page.end(), [trial](const TrialRow& row) { return row.id == trial; });
    if (found != page.end()) {
      return number * kRows + static_cast<int>(found - page.begin());
    }
  }
  return -1;
}

void TrialPages::ask(int page) {
  if (m_asked.contains(page) || !m_bridge.hasProject()) {
    return;
  }
  m_asked.insert(page);
  TrialFilter filter = m_filter;
  filter.offset = static_cast<std::int64_t>(page) * kRows;
  filter.limit = kRows;
  m_bridge.ask<Result<TrialPage>>(
      "trials/page/" + std::to_string(page), this, [filter](const ProjectView& view) { return view.trials(filter); },
      [this, page, question = ++m_question, generation = m_generation](Result<TrialPage> answer) {
        if (generation == m_generation) {
          take(page, question, std::move(answer));
        }
        if (generation == m_generation && m_outdated.remove(page)) {
          ask(page);
        }
      });
}

void TrialPages::take(int page, qint64 question, Result<TrialPage> answer) {
  m_asked.remove(page);
  if (!answer) {
    emit failed(QString::fromStdString(answer.error().text()));
    return;
  }
  const auto count = static_cast<int>(answer->rows.size());
  const bool isStart = std::exchange(m_isStarting, false);
  // An older answer that comes late must not take back what a newer one told.
  if (isStart || question > m_totalFrom) {
    m_totalFrom = question;
    m_total = static_cast<int>(answer->total);
  }
  if (isStart) {
    m_pages.clear();
  } else if (m_pages.contains(page)) {
    emit aboutToReplace(m_total, page * kRows, answer->rows);
  }
  m_pages[page] = std::move(answer->rows);
  makeRoom(page);
  if (isStart) {
    emit started(m_total);
  } else {
    emit arrived(m_total, page * kRows, count);
  }
}

void TrialPages::makeRoom(int page) {
  if (static_cast<int>(m_pages.size()) > kMostPages) {
    const bool isFirstFarther = page - m_pages.begin()->first > std::prev(m_pages.end())->first - page;
    m_pages.erase(isFirstFarther ? m_pages.begin() : std::prev(m_pages.end()));
  }
}

}  // namespace touchstone::ui
