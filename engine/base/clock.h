// Wall-clock and processor time as plain seconds.
// Thread: free functions, any thread. Blocking: never.
#pragma once

#include <chrono>
#include <ctime>

namespace touchstone::base {

// Seconds since 1970, for what is stored and shown. Not monotonic.
inline double wallClockS() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// Seconds of a clock that never jumps, for durations.
inline double steadyS() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Processor seconds of the calling thread.
inline double threadCpuS() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace touchstone::base
