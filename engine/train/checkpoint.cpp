#include "engine/train/checkpoint.h"

#include <bit>
#include <charconv>
#include <optional>

#include "engine/nn/safetensors.h"

namespace touchstone::train {

namespace {

constexpr const char* kFormat = "touchstone trial 1";

template <typename Whole>
std::optional<Whole> parseWhole(const std::map<std::string, std::string>& metadata, const char* key) {
  const auto found = metadata.find(key);
  Whole value = 0;
  if (found == metadata.end()) {
    return std::nullopt;
  }
  const std::string& text = found->second;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

std::string valueOf(const std::map<std::string, std::string>& metadata, const char* key) {
  const auto found = metadata.find(key);
  return found == metadata.end() ? std::string() : found->second;
}

}  // namespace

Result<void> writeTrialState(const std::filesystem::path& path, const TrialState& state) {
  nn::SafetensorsContent content;
  content.tensors = state.tensors;
  // The best value as its bits: a decimal text would have to be trusted to come back the same.
  content.metadata = {{"format", kFormat},
                      {"kind", state.kind},
                      {"seed", std::to_string(state.seed)},
                      {"epoch", std::to_string(state.epoch)},
                      {"best_epoch", std::to_string(state.bestEpoch)},
                      {"best_value_bits", std::to_string(std::bit_cast<std::uint64_t>(state.bestValue))},
                      {"finished", state.isFinished ? "1" : "0"},
                      {"steps", std::to_string(state.steps)}};
  return nn::writeSafetensors(path, content);
}

Result<TrialState> readTrialState(const std::filesystem::path& path, const std::string& kind) {
  auto content = nn::readSafetensors(path);
  if (!content) {
    return content.error();
  }
  const auto& metadata = content->metadata;
  if (valueOf(metadata, "format") != kFormat || valueOf(metadata, "kind") != kind) {
    return Error{ErrorCode::kBadInput,
                 "The file is no checkpoint of a \"" + kind + "\" trial. Delete it; the trial starts again.",
                 path.string()};
  }
  const auto seed = parseWhole<std::uint64_t>(metadata, "seed");
  const auto epoch = parseWhole<int>(metadata, "epoch");
  const auto bestEpoch = parseWhole<int>(metadata, "best_epoch");
  const auto bestBits = parseWhole<std::uint64_t>(metadata, "best_value_bits");
  const auto finished = parseWhole<int>(metadata, "finished");
  const auto steps = parseWhole<std::int64_t>(metadata, "steps");
  if (!seed || !epoch || !bestEpoch || !bestBits || !finished || !steps || *epoch < 0 || *steps < 0) {
    return Error{ErrorCode::kBadInput, "The checkpoint is incomplete. Delete it; the trial starts again.",
                 path.string()};
  }
  TrialState state;
  state.kind = kind;
  state.seed = *seed;
  state.epoch = *epoch;
  state.bestEpoch = *bestEpoch;
  state.bestValue = std::bit_cast<double>(*bestBits);
  state.isFinished = *finished != 0;
  state.steps = *steps;
  state.tensors = std::move(content.value().tensors);
  return state;
}

}  // namespace touchstone::train
