#include "engine/store/project_writer.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <future>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "engine/base/bounded_queue.h"
#include "engine/store/checkpointer.h"
#include "engine/store/lock_file.h"
#include "engine/store/op_writer.h"
#include "engine/store/project_file.h"
#include "engine/store/sql_error.h"

namespace touchstone::store {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr auto kLongestTransaction = std::chrono::milliseconds(100);
// Without this pause a fast producer would get one commit per batch: 5 pages of WAL for a handful of rows.
constexpr auto kDryFor = std::chrono::milliseconds(5);
constexpr std::int64_t kPageBytes = 4096;

// What travels in the queue: rows, or somebody who waits for the commit of all rows before.
struct Item {
  WriteBatch batch;
  std::shared_ptr<std::promise<Result<void>>> waiting;
};

class SqliteWriter final : public ProjectWriter {
 public:
  SqliteWriter(fs::path path, WriterOptions options, LockFile lock, std::unique_ptr<Connection> connection)
      : m_path(std::move(path)),
        m_options(std::move(options)),
        m_queue(m_options.queueCapacity),
        m_lock(std::move(lock)),
        m_connection(std::move(connection)),
        m_ops(std::make_unique<OpWriter>(*m_connection)),
        m_checkpointer(std::make_unique<Checkpointer>(*m_connection)),
        m_thread([this] { run(); }) {}

  ~SqliteWriter() override {
    m_queue.close();
    m_thread.join();
  }

  void push(WriteBatch batch) override {
    if (batch.empty() || error() != nullptr) {
      return;
    }
    const std::size_t weight = weightOf(batch);
    m_queue.push({std::move(batch), nullptr}, weight);
  }

  Result<void> flush() override {
    if (const Error* known = error()) {
      return *known;
    }
    auto waiting = std::make_shared<std::promise<Result<void>>>();
    std::future<Result<void>> done = waiting->get_future();
    m_queue.push({{}, std::move(waiting)}, 0);
    m_queue.nudge();
    return done.get();
  }

  const Error* error() const override { return m_publishedError.load(std::memory_order_acquire); }

 private:
  void run();
  void transaction();
  void applyUntil(Clock::time_point deadline);
  void commit();
  void checkIsInPlace();
  void answerWaiting();
  void fail(Error error);
  void close();

  // constant after construction
  const fs::path m_path;
  const WriterOptions m_options;

  base::BoundedQueue<Item> m_queue;

  // writer thread only
  LockFile m_lock;
  std::unique_ptr<Connection> m_connection;
  std::unique_ptr<OpWriter> m_ops;
  std::unique_ptr<Checkpointer> m_checkpointer;
  std::vector<Item> m_taken;
  std::size_t m_next = 0;  // of m_taken
  bool m_isInTransaction = false;
  std::vector<std::shared_ptr<std::promise<Result<void>>>> m_waiting;
  std::optional<Error> m_error;

  std::atomic<const Error*> m_publishedError = nullptr;
  std::thread m_thread;  // last: it uses all of the above
};

void SqliteWriter::run() {
  while (true) {
    if (m_next == m_taken.size()) {
      m_taken = m_queue.takeAll();
      m_next = 0;
      if (m_taken.empty()) {
        break;
      }
    }
    try {
      transaction();
    } catch (const SQLite::Exception& exception) {
      fail(sqlError(exception, m_path, "writing"));
    } catch (const std::bad_alloc&) {
      fail(memoryError(m_path));
    } catch (const std::exception& exception) {
      fail({ErrorCode::kInternal, std::string("Touchstone made a mistake while writing: ") + exception.what() + ".",
            m_path.string()});
    }
    answerWaiting();
  }
  close();
}

void SqliteWriter::transaction() {
  const Clock::time_point deadline = Clock::now() + kLongestTransaction;
  while (true) {
    applyUntil(deadline);
    const Clock::time_point now = Clock::now();
    if (m_next < m_taken.size() || !m_waiting.empty() || now >= deadline) {
      break;
    }
    m_taken = m_queue.takeAllUntil(std::min(now + kDryFor, deadline), m_options.queueCapacity / 4);
    m_next = 0;
    if (m_taken.empty()) {
      break;
    }
  }
  if (m_isInTransaction) {
    commit();
  }
}

// A batch is never split: it is all in this transaction, or all in a later one.
void SqliteWriter::applyUntil(Clock::time_point deadline) {
  while (m_next < m_taken.size() && Clock::now() < deadline) {
    const Item item = std::exchange(m_taken[m_next++], {});
    if (item.waiting) {
      m_waiting.push_back(item.waiting);
    } else if (!m_error) {
      if (!m_isInTransaction) {
        m_connection->prepared("BEGIN IMMEDIATE").run();
        m_isInTransaction = true;
      }
      m_ops->apply(item.batch);
    }
  }
}

void SqliteWriter::commit() {
  m_ops->finishTransaction();
  m_connection->prepared("COMMIT").run();
  m_isInTransaction = false;
  checkIsInPlace();
  m_checkpointer->afterCommit();
  if (m_options.onCommit) {
    m_options.onCommit();
  }
}

// A file that is moved or deleted under its writer leaves the WAL behind: say so instead of writing into nowhere.
void SqliteWriter::checkIsInPlace() {
  int hasMoved = 0;
  sqlite3_file_control(m_connection->db().getHandle(), "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved);
  if (hasMoved != 0) {
    m_checkpointer->finish();  // into the file, wherever it is now
    fail({ErrorCode::kNotFound,
          "The project file was moved, renamed or deleted while it is being written. Put it back and resume the study.",
          m_path.string()});
  }
}

void SqliteWriter::answerWaiting() {
  for (const auto& waiting : std::exchange(m_waiting, {})) {
    waiting->set_value(m_error ? Result<void>(*m_error) : Result<void>());
  }
}

void SqliteWriter::fail(Error error) {
  if (m_isInTransaction) {
    // SQLite may have rolled back by itself, and then says that there is no transaction.
    sqlite3_exec(m_connection->db().getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
    m_isInTransaction = false;
  }
  if (m_error) {
    return;
  }
  m_error = std::move(error);
  m_publishedError.store(&*m_error, std::memory_order_release);
  if (m_options.onError) {
    m_options.onError(*m_error);
  }
}

void SqliteWriter::close() {
  try {
    m_checkpointer->finish();
  } catch (const SQLite::Exception&) {
    // The rows stay in the WAL beside the file, and the next who opens it merges them.
  }
  m_checkpointer.reset();
  m_ops.reset();
  m_connection.reset();
}

Result<std::unique_ptr<Connection>> openLocked(const fs::path& path, const WriterOptions& options) {
  std::error_code error;
  if (!fs::exists(path, error)) {
    const Result<void> made = createProject(path, {options.createdBy, options.isExample}, options.migrations);
    if (!made) {
      return made.error();
    }
  }
  Result<std::unique_ptr<Connection>> connection = openForWriting(path, options.migrations);
  if (!connection) {
    return connection;
  }
  return guarded(path, "opening", [&] {
    SQLite::Database& db = (*connection)->db();
    // secure_delete is on in Debian and writes zeros over every replaced row. The WAL file shrinks to 64 MB when it starts anew.
    db.exec("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = OFF; PRAGMA cache_size = "
            "-32768; "
            "PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864");
    Statement(db, "PRAGMA journal_mode = WAL").step();
    if (options.maxSizeBytes > 0) {
      db.exec("PRAGMA max_page_count = " +
              std::to_string(std::max<std::int64_t>(options.maxSizeBytes / kPageBytes, 1)));
    }
    return std::move(*connection);
  });
}

}  // namespace

Result<std::unique_ptr<ProjectWriter>> ProjectWriter::open(const fs::path& name, WriterOptions options) {
  const fs::path path = canonicalPath(name);
  if (options.migrations.empty()) {
    options.migrations = migrations();
  }
  std::error_code ignored;
  if (fs::exists(path, ignored)) {
    if (const Result<void> checked = checkIsProject(path); !checked) {
      return checked.error();
    }
  }
  if (const Result<void> checked = checkIsWritable(path); !checked) {
    return checked.error();
  }
  Result<LockFile> lock = LockFile::acquire(path);
  if (!lock) {
    return lock.error();
  }
  Result<std::unique_ptr<Connection>> connection = openLocked(path, options);
  if (!connection) {
    return connection.error();
  }
  return std::unique_ptr<ProjectWriter>(
      std::make_unique<SqliteWriter>(path, std::move(options), *std::move(lock), *std::move(connection)));
}

}  // namespace touchstone::store
