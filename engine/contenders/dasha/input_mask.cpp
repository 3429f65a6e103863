#include "engine/contenders/dasha/input_mask.h"

#include <torch/torch.h>

#include <algorithm>

#include "engine/nn/cnn/initial.h"

namespace touchstone::contenders {

void InputMask::reseed(std::uint64_t seed) {
  m_generator = nn::cpuGenerator(seed);
}

at::Tensor InputMask::hide(const at::Tensor& x) {
  if (m_rate <= 0.0) {
    return x;
  }
  constexpr int kBases = 4;
  const at::Tensor shown =
      at::rand({x.size(0), 1, x.size(-1)}, m_generator, at::TensorOptions(at::kFloat)).ge(m_rate).to(x.options());
  at::Tensor unknown = torch::zeros({1, x.size(1), 1}, x.options());
  unknown.narrow(1, 0, std::min<std::int64_t>(kBases, x.size(1))).fill_(1.0 / kBases);
  return x * shown + unknown * (1.0 - shown);
}

}  // namespace touchstone::contenders
