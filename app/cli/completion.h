// A shell script that completes the commands and options of touchstone-cli, made from the parser itself, so that it is
// never behind. Thread: any.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace touchstone::cli {

// For bash: commands, options, words of options that take one of a few, presets after `run`, else files.
std::string bashCompletion(const CLI::App& app);

}  // namespace touchstone::cli
