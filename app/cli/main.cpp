// touchstone-cli: the same engine without a window.
#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <regex>

#include "app/cli/commands.h"
#include "app/cli/completion.h"
#include "app/cli/exit_codes.h"
#include "engine/api/tools.h"

namespace {

using namespace touchstone::cli;

struct Arguments {
  RunArguments run;
  ProjectArguments project;
  std::string path, action = "list", name, shell = "bash";
  bool asJson = false, metrics = false;
};

void addRunOptions(CLI::App& command, Arguments& arguments) {
  command.add_option("--slots", arguments.run.slotCount, "Trials at a time; 0: one per core")
      ->check(CLI::Range(0, 1024));
  command.add_option("--device", arguments.run.device, "auto, cpu or cuda:K")->check([](const std::string& device) {
    static const std::regex known("auto|cpu|cuda:[0-9]{1,3}");
    return std::regex_match(device, known) ? std::string()
                                           : "There is no device \"" + device + "\": use auto, cpu or cuda:0";
  });
  command.add_flag("--json", arguments.run.asJson, "One event a line on stdout");
}

CLI::App* addProjectCommand(CLI::App& app, Arguments& arguments, const char* name, const char* help) {
  CLI::App* command = app.add_subcommand(name, help);
  command->add_option("PROJECT", arguments.project.project, "Project file")->required();
  command->add_option("--study", arguments.project.study, "Name of the study; without it the newest");
  return command;
}

void addCommands(CLI::App& app, Arguments& arguments, int& exitCode) {
  CLI::App* run = app.add_subcommand("run", "Run a study file or a preset");
  run->add_option("STUDY", arguments.run.study, "Study file (TOML) or name of a preset")->required();
  run->add_option("-p,--project", arguments.run.project, "Project file; without it NAME.touchstone in this folder");
  run->add_option("--set", arguments.run.overrides, "KEY=VALUE, e.g. budget.trials=5 or task.0.horizon=24")->take_all();
  addRunOptions(*run, arguments);
  run->footer("Example: touchstone-cli run first-study -p results.touchstone --set budget.trials=5");
  run->callback([&] { exitCode = runStudy(arguments.run); });

  CLI::App* resume = app.add_subcommand("resume", "Go on with what was interrupted");
  resume->add_option("PROJECT", arguments.run.project, "Project file")->required();
  addRunOptions(*resume, arguments);
  resume->footer("Example: touchstone-cli resume results.touchstone");
  resume->callback([&] { exitCode = resumeProject(arguments.run); });

  CLI::App* status = app.add_subcommand("status", "How far the studies of a project are");
  status->add_option("PROJECT", arguments.project.project, "Project file")->required();
  status->add_flag("--json", arguments.project.asJson, "As JSON");
  status->footer("Example: touchstone-cli status results.touchstone --json");
  status->callback([&] { exitCode = printStatus(arguments.project); });

  CLI::App* board = addProjectCommand(app, arguments, "leaderboard", "Test scores of every run");
  board->add_option("--format", arguments.project.format, "table, csv, json, markdown or latex");
  board->footer("Example: touchstone-cli leaderboard results.touchstone --format latex");
  board->callback([&] { exitCode = printLeaderboard(arguments.project); });

  CLI::App* verdict = addProjectCommand(app, arguments, "verdict", "Foundation or supervised: who won, task by task");
  verdict
      ->add_option("--margin", arguments.project.margin,
                   "Practically equal within this share of the best supervised score")
      ->check(CLI::Range(0.0, 1.0));
  verdict->add_flag("--json", arguments.project.asJson, "As JSON");
  verdict->footer("Example: touchstone-cli verdict results.touchstone --margin 0.02");
  verdict->callback([&] { exitCode = printVerdict(arguments.project); });

  CLI::App* trials = addProjectCommand(app, arguments, "trials", "Every trial with its configuration");
  trials->add_option("--format", arguments.project.format, "table, csv or json");
  trials->footer("Example: touchstone-cli trials results.touchstone --format csv");
  trials->callback([&] { exitCode = printTrials(arguments.project); });

  CLI::App* exported =
      addProjectCommand(app, arguments, "export", "Write the report folder: tables, figures, study file");
  exported->add_option("-o,--output", arguments.project.folder, "Folder, made when missing")->required();
  exported->add_option("--preset", arguments.project.preset, "What to write: report, tables or figures");
  exported->footer("Example: touchstone-cli export results.touchstone -o report");
  exported->callback([&] { exitCode = exportReport(arguments.project); });

  CLI::App* described = app.add_subcommand("describe", "What the readers make of a data file or folder");
  described->add_option("PATH", arguments.path, "File or folder");
  described->add_flag("--metrics", arguments.metrics, "The catalogue of metrics instead");
  described->add_flag("--json", arguments.asJson, "As JSON");
  described->footer("Example: touchstone-cli describe ETTh1.csv.gz");
  described->callback([&] { exitCode = describe(arguments.path, arguments.metrics, arguments.asJson); });

  app.add_subcommand("presets", "The ready-made studies")->footer("Example: touchstone-cli presets")->callback([&] {
    exitCode = printPresets();
  });

  CLI::App* model = app.add_subcommand("models", "Foundation models: list, fetch NAME, check NAME|FILE");
  model->add_option("ACTION", arguments.action, "list, fetch or check")
      ->check(CLI::IsMember({"list", "fetch", "check"}));
  model->add_option("NAME", arguments.name, "Catalogue name or weights file");
  model->footer("Example: touchstone-cli models check fracast-0");
  model->callback([&] { exitCode = models(arguments.action, arguments.name); });

  CLI::App* doctor = app.add_subcommand("doctor", "Machine, devices, library versions, a one-second speed check");
  doctor->add_flag("--json", arguments.asJson, "As JSON");
  doctor->footer("Example: touchstone-cli doctor");
  doctor->callback([&] { exitCode = printDoctor(arguments.asJson); });

  CLI::App* completion = app.add_subcommand("completion", "A script that completes commands and options in the shell");
  completion->add_option("SHELL", arguments.shell, "bash")->check(CLI::IsMember({"bash"}));
  completion->footer(
      "Example: touchstone-cli completion bash > ~/.local/share/bash-completion/completions/touchstone-cli");
  completion->callback([&] { std::cout << bashCompletion(app); });
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Touchstone: is this foundation model worth it on my task, or does a well-tuned supervised model match it?");
  app.set_version_flag("--version", touchstone::programVersion());
  Arguments arguments;
  int exitCode = kAllDone;
  addCommands(app, arguments, exitCode);
  try {
    app.parse(argc, argv);
    if (app.get_subcommands().empty()) {
      printError("no command was given. See touchstone-cli --help.");
      return kBadInput;
    }
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::CallForVersion& version) {
    return app.exit(version);
  } catch (const CLI::ParseError& error) {
    printError(std::string(error.what()) + ". See touchstone-cli --help.");
    return kBadInput;
  } catch (const std::bad_alloc&) {
    printError("memory: the machine has no memory left. Close other programs or run fewer slots.");
    return kOutOfResource;
  } catch (const std::exception& error) {
    printError(std::string("internal: ") + error.what() + ". This is a mistake of the program; please report it.");
    return kBadInput;
  }
  return exitCode;
}
