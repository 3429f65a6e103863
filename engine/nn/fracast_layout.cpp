#include "engine/nn/fracast_layout.h"

#include <cmath>
#include <numbers>

namespace touchstone::nn {

namespace {

using Shape = std::vector<std::int64_t>;
using Entries = std::vector<std::pair<std::string, Shape>>;

void addLinear(Entries& entries, const std::string& prefix, std::int64_t outputs, std::int64_t inputs) {
  entries.emplace_back(prefix + ".weight", Shape{outputs, inputs});
  entries.emplace_back(prefix + ".bias", Shape{outputs});
}

void addDepthwise(Entries& entries, const std::string& prefix) {
  entries.emplace_back(prefix + ".dw_weight", Shape{64, 1, 3});
  entries.emplace_back(prefix + ".dw_bias", Shape{64});
}

void addFeedForward(Entries& entries, const std::string& prefix) {
  addLinear(entries, prefix + ".up", 192, 64);
  addLinear(entries, prefix + ".down", 64, 96);
}

void addBlock(Entries& entries, const std::string& prefix) {
  addDepthwise(entries, prefix);
  addLinear(entries, prefix + ".pw", 64, 64);
  addFeedForward(entries, prefix + ".ffn");
  entries.emplace_back(prefix + ".norm1.weight", Shape{64});
  entries.emplace_back(prefix + ".norm2.weight", Shape{64});
}

Entries makeEntries() {
  Entries entries;
  addLinear(entries, "core.in_proj", 64, 7);
  addLinear(entries, "core.periodic.proj", 64, 8);
  addLinear(entries, "core.scale.to_gb", 128, 8);
  addBlock(entries, "core.block");
  entries.emplace_back("core.norm.weight", Shape{64});
  addLinear(entries, "head.summary_proj", 64, 133);
  entries.emplace_back("head.queries", Shape{48, 64});
  addFeedForward(entries, "head.decoder_ffns.0");
  entries.emplace_back("head.decoder_norms.0.weight", Shape{64});
  for (const char* index : {"0", "1"}) {
    addDepthwise(entries, std::string("head.fc_blocks.") + index);
    entries.emplace_back(std::string("head.fc_blocks.") + index + ".norm.weight", Shape{64});
  }
  addLinear(entries, "head.future_conv.in_proj", 64, 6);
  addBlock(entries, "head.future_conv.block");
  addLinear(entries, "head.future_conv.out_proj", 64, 64);
  addLinear(entries, "head.out_proj", 9, 64);
  return entries;
}

}  // namespace

std::array<float, 8> fracastStageCode(int stage) {
  std::array<float, 8> code{};
  for (std::size_t j = 0; j < 4; ++j) {
    const double angle = std::numbers::pi * stage / std::exp2(static_cast<double>(j));
    code[j] = static_cast<float>(std::sin(angle));
    code[4 + j] = static_cast<float>(std::cos(angle));
  }
  return code;
}

const std::vector<std::pair<std::string, Shape>>& fracastTensors() {
  static const Entries kEntries = makeEntries();
  return kEntries;
}

}  // namespace touchstone::nn
