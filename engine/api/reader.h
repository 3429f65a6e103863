// Reads a project file on a thread of its own, for a window that must never wait.
// A request names a channel ("live/curves"); a later request of the same channel makes earlier ones stale: they are
// skipped if not begun, and their answers are dropped. So a slow disk never builds up a queue.
// Thread: request() and drain() from one thread (the GUI's); queries run on the reader thread. Blocking: never.
// Errors: an error of the query itself is for its deliver closure to carry.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "engine/api/project_view.h"

namespace touchstone {

class Reader {
 public:
  using Token = std::uint64_t;
  using Deliver = std::function<void()>;                        // runs in drain()
  using Query = std::function<Deliver(const ProjectView&)>;     // runs on the reader thread

  virtual ~Reader() = default;

  // `wake` is called on the reader thread when there is something to drain; it must only post a note.
  static Result<std::unique_ptr<Reader>> open(const std::filesystem::path& path, std::function<void()> wake);

  virtual Token request(std::string_view channel, Query query) = 0;
  virtual void drain() = 0;  // runs the deliver closures of fresh answers, oldest first
};

}  // namespace touchstone
