// Independent draws from each parameter's prior.
// Thread, blocking, errors: as Sampler.
#pragma once

#include <cstdint>

#include "engine/search/sampler.h"
#include "engine/search/space.h"

namespace touchstone::search {

class RandomSampler final : public Sampler {
 public:
  RandomSampler(Space space, std::uint64_t seed);

  void tell(int, const Config&, double, TrialEnd, int) override {}
  Config ask(int trial) override;

 private:
  // constant after construction
  Space m_space;
  std::uint64_t m_seed;
};

}  // namespace touchstone::search
