#include "engine/contenders/linear/linear_model_file.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/base/sha256.h"
#include "engine/contenders/checkpoint_file.h"

namespace touchstone::contenders {

namespace {

using Json = nlohmann::json;

static_assert(std::endian::native == std::endian::little, "numbers are stored as they lie in memory");

constexpr const char* kFormat = "touchstone linear 1";
constexpr std::size_t kMostNumbers = std::size_t{1} << 32;
constexpr int kMostChannels = 10'000, kMostSide = 100'000'000;  // so that their product can be counted

NLOHMANN_JSON_SERIALIZE_ENUM(FeatureKind, {{FeatureKind::kOneHot, "one-hot"},
                                           {FeatureKind::kKmers, "k-mers"},
                                           {FeatureKind::kPixels, "pixels"},
                                           {FeatureKind::kBands, "bands"},
                                           {FeatureKind::kPixelBands, "pixel-bands"}})
NLOHMANN_JSON_SERIALIZE_ENUM(Link, {{Link::kBinary, "binary"}, {Link::kSoftmax, "softmax"}, {Link::kLabels, "labels"}})

void appendNumbers(std::string& bytes, std::span<const double> numbers) {
  bytes.append(reinterpret_cast<const char*>(numbers.data()), numbers.size_bytes());
}

// Takes numbers off the front of bytes.
std::vector<double> takeNumbers(std::string_view& bytes, std::size_t count) {
  std::vector<double> numbers(count);
  if (count > 0) {
    std::memcpy(numbers.data(), bytes.data(), count * sizeof(double));
  }
  bytes.remove_prefix(count * sizeof(double));
  return numbers;
}

struct Header {
  FeatureSpec spec;
  data::InputShape shape;
  Link link = Link::kBinary;
  std::size_t outputs = 0, shifts = 0, scales = 0;
  double strength = 1.0;
  std::string hash;
};

// Throws nlohmann's exceptions for members that are missing or of another type.
Header readHeader(const Json& json) {
  Header header;
  const Json& features = json.at("features");
  header.spec = {features.at("kind").get<FeatureKind>(), features.at("shortest").get<int>(),
                 features.at("longest").get<int>(), features.at("both_strands").get<bool>(),
                 features.at("tf_idf").get<bool>()};
  const Json& shape = json.at("shape");
  header.shape = {shape.at(0).get<int>(), shape.at(1).get<int>(), shape.at(2).get<int>(), json.at("image").get<bool>()};
  header.link = json.at("link").get<Link>();
  header.outputs = json.at("outputs").get<std::size_t>();
  header.shifts = json.at("shifts").get<std::size_t>();
  header.scales = json.at("scales").get<std::size_t>();
  header.strength = json.at("strength").get<double>();
  header.hash = json.at("sha256").get<std::string>();
  return header;
}

bool isPossible(const Header& header) {
  const FeatureSpec& spec = header.spec;
  const bool hasLengths = 1 <= spec.shortest && spec.shortest <= spec.longest && spec.longest <= kLongestKmer;
  const auto isIn = [](int size, int most) { return size > 0 && size <= most; };
  const data::InputShape& shape = header.shape;
  const bool hasShape =
      isIn(shape.channels, kMostChannels) && isIn(shape.height, kMostSide / 1000) && isIn(shape.width, kMostSide);
  if (!hasLengths || !hasShape || header.outputs == 0 || (header.link == Link::kBinary && header.outputs != 1)) {
    return false;
  }
  const std::size_t columns = FeatureMaker::columnsOf(spec, shape);
  const auto fits = [columns](std::size_t count) { return count == 0 || count == columns; };
  return columns <= kMostNumbers / header.outputs && fits(header.shifts) && fits(header.scales) &&
         header.scales >= header.shifts && (!spec.isTfIdf || spec.kind != FeatureKind::kKmers || header.scales > 0);
}

// Nothing where the bytes do not say a whole model.
std::optional<LinearModel> parse(std::string_view text) {
  const std::size_t line = text.find('\n');
  const Json json = Json::parse(text.substr(0, line), nullptr, false);
  if (line == std::string_view::npos || !json.is_object() || json.value("format", Json()) != kFormat) {
    return std::nullopt;
  }
  Header header;
  try {
    header = readHeader(json);
  } catch (const Json::exception&) {
    return std::nullopt;
  }
  std::string_view numbers = text.substr(line + 1);
  if (!isPossible(header)) {
    return std::nullopt;
  }
  const std::size_t columns = FeatureMaker::columnsOf(header.spec, header.shape);
  const std::size_t count = header.shifts + header.scales + (columns + 1) * header.outputs;
  if (numbers.size() != count * sizeof(double) || base::sha256Hex(numbers) != header.hash) {
    return std::nullopt;
  }
  std::vector<double> shifts = takeNumbers(numbers, header.shifts), scales = takeNumbers(numbers, header.scales);
  LogisticWeights weights{header.link, columns, takeNumbers(numbers, columns * header.outputs),
                          takeNumbers(numbers, header.outputs)};
  return LinearModel{
      {header.spec, header.shape, std::move(shifts), std::move(scales)}, std::move(weights), header.strength};
}

}  // namespace

Result<void> writeLinearModel(const std::filesystem::path& path, const LinearModel& model) {
  const FeatureSpec& spec = model.maker.spec();
  const data::InputShape& shape = model.maker.shape();
  std::string numbers;
  appendNumbers(numbers, model.maker.shifts());
  appendNumbers(numbers, model.maker.scales());
  appendNumbers(numbers, model.weights.coefficients);
  appendNumbers(numbers, model.weights.intercepts);
  const Json header = {{"format", kFormat},
                       {"features",
                        {{"kind", spec.kind},
                         {"shortest", spec.shortest},
                         {"longest", spec.longest},
                         {"both_strands", spec.joinsStrands},
                         {"tf_idf", spec.isTfIdf}}},
                       {"shape", {shape.channels, shape.height, shape.width}},
                       {"image", shape.isImage},
                       {"link", model.weights.link},
                       {"outputs", model.weights.outputs()},
                       {"strength", model.strength},
                       {"shifts", model.maker.shifts().size()},
                       {"scales", model.maker.scales().size()},
                       {"sha256", base::sha256Hex(numbers)}};
  return writeCheckpoint(path, header.dump() + "\n" + numbers);
}

Result<LinearModel> readLinearModel(const std::filesystem::path& path) {
  const Result<std::string> text = readCheckpoint(path);
  if (!text.ok()) {
    return text.error();
  }
  auto model = parse(*text);
  if (!model) {
    return Error{ErrorCode::kBadInput,
                 "This is not a checkpoint of a linear model, or it is damaged. Run the trial again.", path.string()};
  }
  return std::move(*model);
}

}  // namespace touchstone::contenders
