// Plain text and JSON of a description of sequences (engine/data/sequences/describe_sequences.h).
#include <nlohmann/json.hpp>

#include "engine/data/message_text.h"
#include "engine/data/sequences/describe_sequences.h"

namespace touchstone::data {

namespace {

constexpr std::size_t kMostShown = 40;  // classes in the text; the JSON has all

void line(std::string& out, const char* name, const std::string& value) {
  std::string start = std::string("  ") + name;
  start.resize(12, ' ');
  out += start + value + "\n";
}

std::string countsText(const SequenceDescription::Counts& counts) {
  std::vector<std::string> words;
  for (const auto& [name, count] : counts) {
    words.push_back(name + " " + std::to_string(count));
  }
  return listNames(words, kMostShown);
}

// A basic string of TOML.
std::string tomlText(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return quoted + "\"";
}

nlohmann::ordered_json countsJson(const SequenceDescription::Counts& counts) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const auto& [name, count] : counts) {
    json[name] = count;
  }
  return json;
}

}  // namespace

std::string toText(const SequenceDescription& d) {
  std::string out;
  line(out, "lengths",
       d.shortest == d.longest ? counted(d.longest, "letter")
                               : std::to_string(d.shortest) + " to " + std::to_string(d.longest) + " letters");
  line(out, "ambiguous",
       d.ambiguous == 0 ? "no letters" : countsText(d.ambiguousLetters) + ", in " + counted(d.ambiguous, "sequence"));
  line(out, "classes", countsText(d.classes));
  line(out, "repeats",
       std::to_string(d.repeats) + " of an earlier sequence, " + std::to_string(d.reverseComplements) +
           " more as reverse complement, " + std::to_string(d.conflicting) + " with another class");
  if (d.blocks[0] + d.blocks[1] + d.blocks[2] > 0) {
    line(out, "blocks",
         "train " + std::to_string(d.blocks[0]) + ", validation " + std::to_string(d.blocks[1]) + ", test " +
             std::to_string(d.blocks[2]));
  }
  for (std::size_t i = 0; i < d.task.size(); ++i) {
    line(out, i == 0 ? "as a task" : "", d.task[i].first + " = " + tomlText(d.task[i].second));
  }
  return out;
}

std::string toJson(const SequenceDescription& d) {
  nlohmann::ordered_json task = nlohmann::ordered_json::object();
  for (const auto& [key, value] : d.task) {
    task[key] = value;
  }
  nlohmann::ordered_json blocks = nullptr;
  if (d.blocks[0] + d.blocks[1] + d.blocks[2] > 0) {
    blocks = {{"train", d.blocks[0]}, {"validation", d.blocks[1]}, {"test", d.blocks[2]}};
    blocks["test_in_train"] = d.overlap.exactInTrain;
    blocks["test_in_train_or_validation"] = d.overlap.exact;
    blocks["test_reverse_complements"] = d.overlap.near;
  }
  const nlohmann::ordered_json json = {{"count", d.count},
                                       {"shortest", d.shortest},
                                       {"longest", d.longest},
                                       {"ambiguous_sequences", d.ambiguous},
                                       {"ambiguous_letters", countsJson(d.ambiguousLetters)},
                                       {"uracil_sequences", d.uracil},
                                       {"sequence_column", d.sequenceColumn},
                                       {"label_column", d.labelColumn},
                                       {"first_header", d.firstHeader},
                                       {"classes", countsJson(d.classes)},
                                       {"repeats", d.repeats},
                                       {"reverse_complements", d.reverseComplements},
                                       {"conflicting", d.conflicting},
                                       {"blocks", blocks},
                                       {"task", task}};
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace touchstone::data
