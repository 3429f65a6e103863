// Keeps the WAL short while readers come and go: copies committed pages back into the file.
// A passive checkpoint never waits, but the WAL cannot start anew while some reader is always in it, and readers slow down
// as it grows. Beyond 64 MB the writer therefore pauses, for two seconds at most, until the readers of old pages are done.
// Thread: the writer thread, between transactions. Blocking: file writes and syncs of the disk; see above.
// Errors: SQLite::Exception when pages cannot be copied (disk full); what was committed stays in the WAL.
#pragma once

#include <chrono>
#include <cstdint>

#include "engine/store/sql.h"

namespace touchstone::store {

class Checkpointer {
 public:
  explicit Checkpointer(Connection& connection);  // takes over from SQLite's automatic checkpoints
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  void afterCommit();
  // At the end: everything into the file and the WAL to size 0, as far as readers permit within 0.3 s.
  void finish();

 private:
  static int onWal(void* self, sqlite3* db, const char* name, int pages);
  void restart(int mode, std::chrono::milliseconds wait);
  bool copyPages(int mode, int waitMs);  // true: all of them

  Connection& m_connection;
  std::int64_t m_walPages = 0;
  std::int64_t m_nextPassive;
  std::int64_t m_nextRestart;
};

}  // namespace touchstone::store
