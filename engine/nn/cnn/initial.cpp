#include "engine/nn/cnn/initial.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <cmath>

#include "engine/base/random.h"

namespace touchstone::nn {

namespace {

// FNV-1a: the same on every machine, unlike std::hash.
std::uint64_t hashOf(const std::string& text) {
  std::uint64_t hash = 0xCBF29CE484222325ull;
  for (const char letter : text) {
    hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001B3ull;
  }
  return hash;
}

std::int64_t tapsOf(at::IntArrayRef shape) {
  return c10::multiply_integers(shape.slice(2));
}

}  // namespace

at::Generator cpuGenerator(std::uint64_t seed) {
  return at::make_generator<at::CPUGeneratorImpl>(seed);
}

at::Tensor uniformValues(const InitKey& key, const std::string& what, at::IntArrayRef shape, double bound) {
  const auto generator = cpuGenerator(base::mixKey({key.seed, hashOf(key.name), hashOf(what)}));
  return at::empty(shape).uniform_(-bound, bound, generator);
}

double xavierBound(at::IntArrayRef shape) {
  const double fans = static_cast<double>((shape[0] + shape[1]) * tapsOf(shape));
  return std::sqrt(2.0) * std::sqrt(6.0 / fans);
}

double fanInBound(at::IntArrayRef shape) {
  return 1.0 / std::sqrt(static_cast<double>(shape[1] * tapsOf(shape)));
}

}  // namespace touchstone::nn
