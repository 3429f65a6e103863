#include "engine/contenders/model_catalogue.h"

#include <algorithm>
#include <cctype>
#include <toml++/toml.h>

#include "engine/base/folders.h"
#include "engine/base/text.h"

namespace touchstone::contenders {

namespace {

namespace fs = std::filesystem;

std::string lowerCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// `*` stands for any run of characters.
bool matches(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) {
    return text.empty();
  }
  if (pattern.front() == '*') {
    return matches(pattern.substr(1), text) || (!text.empty() && matches(pattern, text.substr(1)));
  }
  return !text.empty() && pattern.front() == text.front() && matches(pattern.substr(1), text.substr(1));
}

ModelCard cardFrom(const toml::table& table) {
  ModelCard card;
  const auto word = [&table](const char* key) { return table[key].value_or(std::string()); };
  card.name = word("name");
  card.title = table["title"].value_or(card.name);
  card.architecture = word("architecture");
  card.modality = word("modality");
  card.file = word("file");
  card.sha256 = word("sha256");
  card.parameters = table["parameters"].value_or(std::int64_t{0});
  card.context = table["context"].value_or(0);
  card.horizon = table["horizon"].value_or(0);
  card.head = word("head");
  card.licence = word("licence");
  card.source = word("source");
  card.pretraining = word("pretraining");
  if (const toml::array* notes = table["leakage"].as_array()) {
    for (const toml::node& node : *notes) {
      if (const toml::table* note = node.as_table()) {
        card.leakage.push_back({(*note)["dataset"].value_or(std::string()), (*note)["status"].value_or(std::string()),
                                (*note)["note"].value_or(std::string())});
      }
    }
  }
  return card;
}

Result<toml::table> parseFile(const fs::path& file) {
  try {
    return toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    const auto where = error.source().begin;
    return Error{ErrorCode::kBadInput, std::string(error.description()) + ". Mend the file.",
                 file.string() + ":" + std::to_string(where.line) + ":" + std::to_string(where.column)};
  }
}

Result<ModelCard> readManifest(const fs::path& weights) {
  fs::path manifest = weights;
  manifest.replace_extension(".manifest.toml");
  std::error_code ignored;
  if (!fs::exists(manifest, ignored)) {
    return Error{ErrorCode::kNotFound,
                 "The model has no manifest beside it (" + manifest.filename().string() +
                     "). Write one with its architecture, context and licence.",
                 weights.string()};
  }
  auto table = parseFile(manifest);
  if (!table) {
    return table.error();
  }
  ModelCard card = cardFrom(*table);
  card.file = weights.string();
  if (card.name.empty()) {
    card.name = weights.stem().string();
  }
  if (card.title.empty()) {
    card.title = card.name;
  }
  if (card.architecture.empty()) {
    return Error{ErrorCode::kBadInput, "The manifest has no `architecture`. Known: fracast, patchtst.", manifest.string()};
  }
  return card;
}

}  // namespace

Result<std::vector<ModelCard>> readModelCatalogue() {
  auto table = parseFile(base::resourceFolder() / "models" / "catalogue.toml");
  if (!table) {
    return table.error();
  }
  std::vector<ModelCard> cards;
  if (const toml::array* models = (*table)["model"].as_array()) {
    for (const toml::node& node : *models) {
      if (const toml::table* model = node.as_table()) {
        cards.push_back(cardFrom(*model));
      }
    }
  }
  return cards;
}

Result<ModelCard> findModel(const std::string& nameOrFile, const fs::path& folder) {
  auto cards = readModelCatalogue();
  if (!cards) {
    return cards.error();
  }
  std::vector<std::string> names;
  for (ModelCard& card : *cards) {
    if (card.name == nameOrFile) {
      return std::move(card);
    }
    names.push_back(card.name);
  }
  const fs::path file = fs::path(nameOrFile).is_absolute() ? fs::path(nameOrFile) : folder / nameOrFile;
  std::error_code ignored;
  if (fs::is_regular_file(file, ignored)) {
    return readManifest(file);
  }
  return Error{ErrorCode::kNotFound,
               "There is no model \"" + nameOrFile + "\" in the catalogue and no file of this name" +
                   base::didYouMean(nameOrFile, names) + " Known models: " + base::joinWords(names, "and") + ".",
               ""};
}

Result<fs::path> locateWeights(const ModelCard& card) {
  std::error_code ignored;
  if (fs::path(card.file).is_absolute()) {
    return fs::path(card.file);
  }
  std::string searched;
  for (const fs::path& folder : base::modelFolders()) {
    if (const fs::path file = folder / card.file; fs::is_regular_file(file, ignored)) {
      return file;
    }
    searched += (searched.empty() ? "" : ", ") + folder.string();
  }
  return Error{ErrorCode::kNotFound,
               "The weights of " + card.title + " are not on this machine (searched " + searched + "). Get them: " + card.source + ".",
               card.file};
}

std::string leakageFor(std::span<const LeakageRule> rules, const std::string& datasetFile) {
  const std::string stem = lowerCase(base::dataStem(datasetFile));
  for (const LeakageRule& rule : rules) {
    if (matches(lowerCase(rule.dataset), stem)) {
      return rule.note;
    }
  }
  return "";
}

}  // namespace touchstone::contenders
