// A unit for a trial slot: `run` works on the slot and hands back what the engine thread has to do with the result.
// Thread: made on the engine thread, run on a slot, its continuation on the engine thread.
#pragma once

#include <functional>

namespace touchstone::exec {

using Continuation = std::function<void()>;  // runs on the engine thread; may be empty

struct Work {
  std::function<Continuation(int slot)> run;
};

}  // namespace touchstone::exec
