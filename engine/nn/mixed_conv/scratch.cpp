#include "engine/nn/mixed_conv/scratch.h"

#include <algorithm>
#include <cstdlib>
#include <new>
#include <vector>

namespace touchstone::nn {

namespace {

// Enough for the largest layer of the searches at hand (EuroSAT's 16 -> 32 at 64x64: 35 MB).
constexpr std::size_t kKeptBytes = std::size_t{64} << 20;

struct Block {
  void* data;
  std::size_t bytes;
};

// Blocks that this thread has handed back, newest last.
class KeptBlocks {
 public:
  ~KeptBlocks() {
    for (const Block& block : m_blocks) {
      std::free(block.data);
    }
  }

  // The smallest kept block that holds so many bytes without wasting more than half; null data where there is none.
  Block take(std::size_t bytes) {
    auto best = m_blocks.end();
    for (auto it = m_blocks.begin(); it != m_blocks.end(); ++it) {
      if (it->bytes >= bytes && it->bytes <= 2 * bytes && (best == m_blocks.end() || it->bytes < best->bytes)) {
        best = it;
      }
    }
    if (best == m_blocks.end()) {
      return {nullptr, 0};
    }
    const Block block = *best;
    m_blocks.erase(best);
    m_bytes -= block.bytes;
    return block;
  }

  void keep(const Block& block) {
    m_blocks.push_back(block);
    m_bytes += block.bytes;
    while (m_bytes > kKeptBytes) {
      std::free(m_blocks.front().data);
      m_bytes -= m_blocks.front().bytes;
      m_blocks.erase(m_blocks.begin());
    }
  }

 private:
  std::vector<Block> m_blocks;
  std::size_t m_bytes = 0;
};

thread_local KeptBlocks t_kept;

}  // namespace

ScratchBytes::ScratchBytes(std::size_t bytes) {
  const Block kept = t_kept.take(bytes);
  m_data = kept.data;
  m_bytes = kept.bytes;
  if (m_data == nullptr) {
    m_bytes = std::max<std::size_t>((bytes + 63) / 64 * 64, 64);
    m_data = std::aligned_alloc(64, m_bytes);
    if (m_data == nullptr) {
      throw std::bad_alloc();
    }
  }
}

ScratchBytes::~ScratchBytes() {
  if (m_data != nullptr) {
    t_kept.keep({m_data, m_bytes});
  }
}

}  // namespace touchstone::nn
