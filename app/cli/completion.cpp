#include "app/cli/completion.h"

#include <map>
#include <sstream>

#include "engine/api/engine.h"

namespace touchstone::cli {

namespace {

// What may stand after an option or as a command's first word, where it is one of a few.
const std::map<std::string, std::string>& knownWords() {
  static const std::map<std::string, std::string> words{
      {"leaderboard --format", "table csv json markdown latex"},
      {"trials --format", "table csv json"},
      {"export --preset", "report tables figures"},
      {"models", "list fetch check"},
      {"completion", "bash"},
  };
  return words;
}

std::string presetNames() {
  std::string names;
  for (const PresetInfo& preset : presets()) {
    names += (names.empty() ? "" : " ") + preset.name;
  }
  return names;
}

std::string optionsOf(const CLI::App& command) {
  std::string words;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_snames()) {
      words += " -" + name;
    }
    for (const std::string& name : option->get_lnames()) {
      words += " --" + name;
    }
  }
  return words.empty() ? words : words.substr(1);
}

}  // namespace

std::string bashCompletion(const CLI::App& app) {
  std::string commands, cases;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    commands += (commands.empty() ? "" : " ") + command->get_name();
    cases += "    " + command->get_name() + ") options=\"" + optionsOf(*command) + "\" ;;\n";
  }
  std::ostringstream script;
  script << "# bash completion of touchstone-cli. Use it: source <(touchstone-cli completion bash)\n"
            "_touchstone_cli() {\n"
            "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} "
            "options words\n"
            "  COMPREPLY=()\n"
            "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
            "    COMPREPLY=($(compgen -W \""
         << commands << ' ' << optionsOf(app)
         << "\" -- \"$word\"))\n"
            "    return\n"
            "  fi\n"
            "  case $command in\n"
         << cases
         << "  esac\n"
            "  case \"$command $before\" in\n";
  for (const auto& [place, words] : knownWords()) {
    const bool isFirstWord = place.find(' ') == std::string::npos;
    script << "    \"" << place << (isFirstWord ? ' ' + place : "") << "\") words=\"" << words << "\" ;;\n";
  }
  script << "    \"run run\") words=\"" << presetNames() << "\" ;;\n"
         << "    *\" --device\") words=\"auto cpu cuda:0\" ;;\n"
            "  esac\n"
            "  case $word in -*) words=$options ;; esac\n"
            "  if [ -n \"$words\" ]; then\n"
            "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
            "  fi\n"
            "}\n"
            "complete -o default -o bashdefault -F _touchstone_cli touchstone-cli\n";
  return script.str();
}

}  // namespace touchstone::cli
