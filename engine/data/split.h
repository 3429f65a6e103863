// Splits of series in time: training, then validation, then test rows.
// Forms (parseSplit):
//   "12/4/4 months"   blocks of 30-day months; also weeks, days, or rows. Needs the step of the clock (rows do not). Rows
//                     after the test block are not used: ETTh1 is [0, 8640), [8640, 11520), [11520, 14400) of 17,420.
//                     A monthly, quarterly or yearly clock counts calendar months (1, 3, 12 a step).
//   "70/10/20"        percent of the rows: train int(0.7 N), test the last int(0.2 N), validation the rest between.
//   "last 48"         per series: test = last 48 rows, validation = the 48 rows before.
//   "file:split.txt"  a text file beside the study: either three whole numbers, the rows of the three blocks, or lines
//                     `train 0 8640`, `validation 8640 11520`, `test 11520 14400` (first row, row after the last one).
//                     Text after # is a comment.
// Thread: free functions and value types. Blocking: parseSplit reads the split file.
// Errors: kBadInput and kNotFound, with the list of forms, or with the block that is too short and by how much.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/content_hash.h"
#include "engine/data/date_time.h"
#include "engine/data/series.h"

namespace touchstone::data {

struct SplitRule {
  enum class Kind { kDuration, kPercent, kLast, kRows };
  Kind kind = Kind::kPercent;
  double train = 0.0, validation = 0.0, test = 0.0;  // in units, percent or rows; kLast: test = validation
  double unitDays = 0.0;                             // kDuration: days in a unit (30 for months)
  std::string text;                                  // as written
};

// What a rule needs to know of the data. `stepsPerDay` overrules the clock (data without dates); 0: take the clock's.
struct SplitContext {
  std::span<const std::size_t> lengths;  // rows of each channel
  std::span<const std::string> names;    // of the channels, for messages
  Clock clock;
  double stepsPerDay = 0.0;
};

// Relative split files start at `folder`.
Result<SplitRule> parseSplit(const std::string& text, const std::filesystem::path& folder);

// One SplitRows for each channel. Fails where a channel has fewer rows than the rule asks for.
Result<std::vector<SplitRows>> applySplit(const SplitRule& rule, const SplitContext& context);

// Where the files of a task are its split: rows up to the end of the train file, maybe the validation file, the test file.
// Without a validation file the last tenth of the training rows, at least `horizon`, becomes validation.
Result<std::vector<SplitRows>> splitByFiles(std::span<const std::vector<std::size_t>> ends, std::size_t horizon,
                                            std::span<const std::string> names);

// Every block must hold at least one window of the horizon: test and validation >= H rows, training >= max(H, 2).
Result<void> checkSplit(std::span<const SplitRows> splits, std::size_t horizon, std::span<const std::string> names);

// 16 hex digits over all rows of all channels.
std::string splitHash(std::span<const SplitRows> splits);

}  // namespace touchstone::data
