// A block of values that starts on a cache line and is not cleared: fresh pages cost as much as the work on them, so a
// thread keeps the last blocks it used and hands them out again.
// Thread: a block stays in the thread that made it. Errors: std::bad_alloc.
#pragma once

#include <cstddef>
#include <utility>

namespace touchstone::nn {

class ScratchBytes {
 public:
  explicit ScratchBytes(std::size_t bytes);
  ~ScratchBytes();
  ScratchBytes(ScratchBytes&& other) noexcept
      : m_data(std::exchange(other.m_data, nullptr)), m_bytes(std::exchange(other.m_bytes, 0)) {}
  ScratchBytes& operator=(ScratchBytes&&) = delete;

  void* data() const { return m_data; }

 private:
  void* m_data;
  std::size_t m_bytes;
};

template <typename T>
class Scratch {
 public:
  explicit Scratch(std::size_t count) : m_bytes(count * sizeof(T)) {}

  T* data() const { return static_cast<T*>(m_bytes.data()); }

 private:
  ScratchBytes m_bytes;
};

}  // namespace touchstone::nn
