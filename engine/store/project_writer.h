// The one writer of a project file: a thread that takes every queued batch into one transaction and commits when the
// queue stays dry for 5 ms, after 100 ms, or when somebody waits in flush(). WAL, synchronous NORMAL: a committed row
// survives a killed process; after a power cut the file is intact and may lack the last commits.
// A lock file beside the project ("<project>.lock", held by flock, gone with the process) keeps a second writer out.
// Thread: push() from any thread, blocks only while the bounded queue is full; flush() waits for the commit. Neither from
// the two callbacks, which run on the writer thread.
// Errors: open() says kNotAProject, kNewerProject, kReadOnly, kLocked, kDiskFull, ... and changes nothing then; later a
// failed commit puts the writer into an error state: the transaction is rolled back, what was committed stays, error() and
// the callback tell, further batches are dropped. When the cause is gone, a new writer can be opened.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "engine/api/result.h"
#include "engine/store/write_ops.h"

namespace touchstone::store {

struct Migration;

struct WriterOptions {
  bool isExample = false;                     // marks a new project as example data
  std::string createdBy = "touchstone";       // program and version, for a new project
  std::size_t queueCapacity = 1u << 18;       // ops (points, where an op holds many), not batches
  std::function<void(const Error&)> onError;  // called once, on the writer thread
  std::function<void()> onCommit;             // after each commit, on the writer thread
  std::int64_t maxSizeBytes = 0;              // a quota on the file: kDiskFull beyond it; 0: none
  std::span<const Migration> migrations;      // empty: those of this version; tests bring their own
};

class ProjectWriter {
 public:
  virtual ~ProjectWriter() = default;  // drains, commits, checkpoints the WAL, releases the lock

  // Makes the file when it does not exist; migrates an older one after a backup ("<project>.schema-1.bak").
  static Result<std::unique_ptr<ProjectWriter>> open(const std::filesystem::path& path, WriterOptions options);

  virtual void push(WriteBatch batch) = 0;
  virtual Result<void> flush() = 0;        // everything pushed before is committed, or why not
  virtual const Error* error() const = 0;  // null while all is well
};

}  // namespace touchstone::store
