#include "engine/contenders/foundation/foundation.h"

#include <algorithm>
#include <fstream>

#include "engine/base/sha256.h"
#include "engine/contenders/foundation/fracast_forecaster.h"
#include "engine/contenders/foundation/patchtst_forecaster.h"
#include "engine/contenders/foundation/zero_shot.h"
#include "engine/nn/safetensors.h"

namespace touchstone::contenders {

namespace {

// What a study asks of the context: 0 where it asks nothing.
Result<std::size_t> askedContext(const ContenderSpec& spec) {
  const auto found = spec.options.find("context");
  if (found == spec.options.end()) {
    return std::size_t{0};
  }
  const auto* whole = std::get_if<std::int64_t>(&found->second);
  if (whole == nullptr || *whole < nn::kFracastMinimum) {
    return Error{ErrorCode::kBadInput,
                 "The option `context` must be a whole number of at least " + std::to_string(nn::kFracastMinimum) + ".",
                 "contender " + spec.name};
  }
  return static_cast<std::size_t>(*whole);
}

std::size_t limited(std::size_t asked, std::size_t most) {
  return asked == 0 ? most : std::min(asked, most);
}

Result<ZeroShotModel> makeFracast(const ModelCard& card, const nn::HostTensors& weights, std::size_t asked) {
  auto net = nn::FracastInference::create(weights);
  if (!net) {
    return net.error();
  }
  const std::size_t context = limited(asked, nn::kFracastContext);
  const auto shared = std::make_shared<const nn::FracastInference>(std::move(net).value());
  return ZeroShotModel{card.name, context, [shared, context](std::size_t horizon) {
                         return std::make_unique<FracastForecaster>(shared, context, horizon);
                       }};
}

Result<ZeroShotModel> makePatchTst(const ModelCard& card, const nn::HostTensors& weights, std::size_t asked) {
  auto net = nn::PatchTstNet::create(weights);
  if (!net) {
    return net.error();
  }
  const nn::PatchTstShape& shape = (*net)->shape();
  const auto patched = static_cast<std::size_t>(shape.patches * shape.patch);
  const std::size_t most = std::max(patched, static_cast<std::size_t>(std::max(card.context, 0)));
  const std::size_t seen = limited(asked, most);
  const std::shared_ptr<const nn::PatchTstNet> shared = std::move(net).value();
  return ZeroShotModel{card.name, seen, [shared, most, seen](std::size_t horizon) {
                         return std::make_unique<PatchTstForecaster>(shared, PatchTstContext{most, seen}, horizon);
                       }};
}

struct Architecture {
  std::string_view name;
  Result<ZeroShotModel> (*make)(const ModelCard& card, const nn::HostTensors& weights, std::size_t asked);
};

constexpr Architecture kArchitectures[] = {
    {"fracast", makeFracast},
    {"patchtst", makePatchTst},
};

// The checksum goes into the provenance of every run, so it must be the file's own.
Result<void> checkChecksum(const ModelCard& card, const std::filesystem::path& weights) {
  if (card.sha256.empty()) {
    return {};
  }
  std::ifstream file(weights, std::ios::binary);
  std::vector<char> piece(1 << 20);
  base::Sha256 sum;
  while (file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    sum.add({piece.data(), static_cast<std::size_t>(file.gcount())});
  }
  if (file.eof() && sum.hex() == card.sha256) {
    return {};
  }
  return Error{ErrorCode::kBadInput,
               "The weights are not those of " + card.title + ": SHA-256 " + sum.hex() + " instead of " + card.sha256 +
                   ". Get them again: " + card.source + ".",
               weights.string()};
}

}  // namespace

Result<std::unique_ptr<SeriesContender>> makeFoundation(const TorchRequest& request) {
  const ContenderSpec& spec = request.spec;
  if (!request.model) {
    return Error{ErrorCode::kBadInput, "A foundation contender needs a `model`.", "contender " + spec.name};
  }
  if (!spec.adapt.empty() && spec.adapt != "zero-shot") {
    return Error{ErrorCode::kUnsupported, "The way to adapt \"" + spec.adapt + "\" does not exist. Use \"zero-shot\".",
                 "contender " + spec.name};
  }
  const ModelCard& card = *request.model;
  const auto* architecture = std::find_if(std::begin(kArchitectures), std::end(kArchitectures),
                                          [&](const Architecture& known) { return known.name == card.architecture; });
  if (architecture == std::end(kArchitectures)) {
    return Error{ErrorCode::kUnsupported,
                 "The architecture \"" + card.architecture + "\" is not built in. Known: fracast, patchtst.",
                 card.name};
  }
  const auto asked = askedContext(spec);
  if (!asked) {
    return asked.error();
  }
  const auto content = nn::readSafetensors(request.weights);
  if (!content) {
    return content.error();
  }
  if (const auto checked = checkChecksum(card, request.weights); !checked) {
    return checked.error();
  }
  auto model = architecture->make(card, content->tensors, *asked);
  if (!model) {
    return Error{model.error().code, model.error().message, request.weights.string()};
  }
  return makeZeroShot(std::move(model).value());
}

}  // namespace touchstone::contenders
