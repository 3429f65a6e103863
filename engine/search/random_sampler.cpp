#include "engine/search/random_sampler.h"

#include <utility>

namespace touchstone::search {

namespace {

constexpr std::uint64_t kPurpose = 0x72616e646f6d;  // "random": keeps the draws apart from other samplers'

}  // namespace

RandomSampler::RandomSampler(Space space, std::uint64_t seed) : m_space(std::move(space)), m_seed(seed) {}

Config RandomSampler::ask(int trial) {
  base::RandomStream stream{m_seed, kPurpose, static_cast<std::uint64_t>(trial)};
  return drawConfig(m_space, stream);
}

}  // namespace touchstone::search
