#include "engine/store/checkpointer.h"

#include <thread>

namespace touchstone::store {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kPassivePages = 4'096;   // 16 MB
constexpr std::int64_t kRestartPages = 16'384;  // 64 MB
constexpr auto kRestartWait = std::chrono::milliseconds(2'000);
constexpr auto kFinishWait = std::chrono::milliseconds(300);  // closing an engine takes less than a second
constexpr auto kBetweenTries = std::chrono::milliseconds(5);

int millisecondsUntil(Clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return left > 0 ? static_cast<int>(left) : 0;
}

}  // namespace

Checkpointer::Checkpointer(Connection& connection)
    : m_connection(connection), m_nextPassive(kPassivePages), m_nextRestart(kRestartPages) {
  sqlite3_wal_hook(connection.db().getHandle(), &Checkpointer::onWal, this);
}

Checkpointer::~Checkpointer() {
  sqlite3_wal_hook(m_connection.db().getHandle(), nullptr, nullptr);
}

int Checkpointer::onWal(void* self, sqlite3*, const char*, int pages) {
  static_cast<Checkpointer*>(self)->m_walPages = pages;
  return SQLITE_OK;
}

void Checkpointer::afterCommit() {
  if (m_walPages < kPassivePages) {  // also when it has started anew
    m_nextPassive = kPassivePages;
    m_nextRestart = kRestartPages;
    return;
  }
  if (m_walPages >= m_nextRestart) {
    restart(SQLITE_CHECKPOINT_RESTART, kRestartWait);
    m_nextRestart = m_walPages + kRestartPages;  // if readers stayed: not at each commit
    m_nextPassive = m_walPages + kPassivePages;
  } else if (m_walPages >= m_nextPassive) {
    copyPages(SQLITE_CHECKPOINT_PASSIVE, 0);
    m_nextPassive = m_walPages + kPassivePages;
  }
}

void Checkpointer::finish() {
  restart(SQLITE_CHECKPOINT_TRUNCATE, kFinishWait);
}

// SQLite's own wait is for a reader's place to be free, and a reader that comes back at once takes the same place again,
// with new pages that would not be in the way. Asking anew each time sees that.
void Checkpointer::restart(int mode, std::chrono::milliseconds wait) {
  const Clock::time_point deadline = Clock::now() + wait;
  while (!copyPages(SQLITE_CHECKPOINT_PASSIVE, 0)) {
    if (Clock::now() >= deadline) {
      return;
    }
    std::this_thread::sleep_for(kBetweenTries);
  }
  copyPages(mode,
            millisecondsUntil(deadline));  // new readers now use the file alone; this waits for the last older ones
}

bool Checkpointer::copyPages(int mode, int waitMs) {
  sqlite3* db = m_connection.db().getHandle();
  const auto usualMs = static_cast<int>(m_connection.pragma("busy_timeout"));
  int inWal = 0;
  int copied = 0;
  sqlite3_busy_timeout(db, waitMs);
  const int code = sqlite3_wal_checkpoint_v2(db, nullptr, mode, &inWal, &copied);
  sqlite3_busy_timeout(db, usualMs);
  if (code != SQLITE_OK && code != SQLITE_BUSY && code != SQLITE_LOCKED) {
    throw SqlException(db, code, "checkpoint");
  }
  return code == SQLITE_OK && copied == inWal;
}

}  // namespace touchstone::store
