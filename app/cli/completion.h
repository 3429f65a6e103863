// A shell script that completes the commands and options of touchstone-cli, made from the parser itself; only the words
// that an option's text names ("csv or json") are listed by hand. Thread: any.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace touchstone::cli {

// For bash: commands, options, words of options that take one of a few, presets after `run`, else files.
std::string bashCompletion(const CLI::App& app);

}  // namespace touchstone::cli
