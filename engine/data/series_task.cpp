#include "engine/data/series_task.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/base/text.h"
#include "engine/data/message_text.h"
#include "engine/data/metrics.h"
#include "engine/data/missing_codes.h"
#include "engine/data/season.h"
#include "engine/data/series_reader.h"
#include "engine/data/split.h"
#include "engine/data/standardiser.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

Error badTask(const TaskSpec& spec, std::string message) {
  return {ErrorCode::kBadInput, std::move(message), "task " + quoteForMessage(spec.name)};
}

// Split errors know no place of their own: they get the task's name.
Error inTask(const TaskSpec& spec, Error error) {
  if (error.context.empty() || error.context == "split") {
    error.context = "task " + quoteForMessage(spec.name);
  }
  return error;
}

fs::path inFolder(const fs::path& folder, const std::string& file) {
  return fs::path(file).is_absolute() ? fs::path(file) : folder / file;
}

double stepsPerDayOption(const TaskSpec& spec) {
  const auto option = spec.options.find("steps_per_day");
  if (option == spec.options.end()) {
    return 0.0;
  }
  if (const auto* whole = std::get_if<std::int64_t>(&option->second)) {
    return static_cast<double>(*whole);
  }
  const auto* real = std::get_if<double>(&option->second);
  return real != nullptr && *real > 0.0 && *real <= 86'400'000.0 ? *real : 0.0;
}

std::vector<std::string> channelNames(const SeriesTable& table) {
  std::vector<std::string> names;
  for (const Channel& channel : table.channels) {
    names.push_back(channel.name);
  }
  return names;
}

Result<void> checkSpec(const TaskSpec& spec) {
  if (spec.horizon < 1) {
    return badTask(spec, "The horizon is " + std::to_string(spec.horizon) +
                             ". Give the number of steps to forecast, at least 1.");
  }
  const bool isPair = !spec.train.empty() && !spec.test.empty();
  if (spec.data.empty() == !isPair) {
    return badTask(spec, "Give either data, or train and test.");
  }
  const MetricCard* metric = findMetric(spec.metric);
  if (!spec.metric.empty() && (metric == nullptr || !metric->appliesTo(Modality::kTimeSeries))) {
    return badTask(spec, "Unknown metric " + quoteForMessage(spec.metric) +
                             ". Known: " + base::joinWords(metricNames(Modality::kTimeSeries), "and") + ".");
  }
  if (spec.season < 0) {
    return badTask(spec, "The season is " + std::to_string(spec.season) + ". Give a number of steps, or leave it out.");
  }
  return {};
}

// The rows of the study's split rule.
Result<void> applyRule(const TaskSpec& spec, const fs::path& folder, SeriesTask& task) {
  const auto rule = parseSplit(spec.split, folder);
  if (!rule) {
    return inTask(spec, rule.error());
  }
  std::vector<std::size_t> lengths;
  for (const Channel& channel : task.raw.channels) {
    lengths.push_back(channel.values.size());
  }
  const std::vector<std::string> names = channelNames(task.raw);
  auto splits = applySplit(*rule, {lengths, names, task.clock, stepsPerDayOption(spec)});
  if (!splits) {
    return inTask(spec, splits.error());
  }
  task.splits = std::move(*splits);
  return {};
}

void take(SeriesFile file, SeriesTask& task) {
  task.raw = std::move(file.table);
  task.clock = file.clock;
  task.dataHash = std::move(file.contentHash);
  task.notes = std::move(file.notes);
}

Result<void> readWhole(const TaskSpec& spec, const fs::path& folder, const SeriesOptions& options, SeriesTask& task) {
  auto file = readSeries(inFolder(folder, spec.data), options);
  if (!file) {
    return file.error();
  }
  take(std::move(*file), task);
  return applyRule(spec, folder, task);
}

Result<void> readPair(const TaskSpec& spec, const fs::path& folder, const SeriesOptions& options, SeriesTask& task) {
  std::vector<fs::path> files = {inFolder(folder, spec.train)};
  if (!spec.validation.empty()) {
    files.push_back(inFolder(folder, spec.validation));
  }
  files.push_back(inFolder(folder, spec.test));
  auto parts = readSeriesParts(files, options);
  if (!parts) {
    return parts.error();
  }
  take(std::move(parts->joined), task);
  if (spec.split.empty()) {
    auto splits = splitByFiles(parts->ends, static_cast<std::size_t>(spec.horizon), channelNames(task.raw));
    if (!splits) {
      return inTask(spec, splits.error());
    }
    task.splits = std::move(*splits);
    return {};
  }
  // A split beside the files may move the start of validation, never the border of the test file.
  if (auto applied = applyRule(spec, folder, task); !applied) {
    return applied;
  }
  for (std::size_t c = 0; c < parts->ends.size(); ++c) {
    const std::size_t start = parts->ends[c][files.size() - 2], end = parts->ends[c].back();
    if (task.splits[c].validationEnd != start || task.splits[c].testEnd != end) {
      return badTask(spec, "The split " + quoteForMessage(spec.split) +
                               " makes a test block that is not the test file of " + std::to_string(end - start) +
                               " rows. Take split out.");
    }
  }
  return {};
}

Result<void> scaleChannels(const TaskSpec& spec, SeriesTask& task) {
  for (std::size_t c = 0; c < task.channelCount(); ++c) {
    const Channel& channel = task.raw.channels[c];
    const auto training = std::span<const double>(channel.values).first(task.splits[c].trainEnd);
    const auto scale = scaleOf(training);
    auto filled = fillGaps(channel.values, task.splits[c].validationEnd);
    if (!scale || !filled) {
      return badTask(spec, "The channel " + quoteForMessage(channel.name) + " has no value in its " +
                               std::to_string(training.size()) +
                               " training rows. Leave it out of columns, or split otherwise.");
    }
    for (double& value : *filled) {
      value = scale->toScaled(value);
    }
    task.scales.push_back(*scale);
    task.scaled.push_back(std::move(*filled));
  }
  return {};
}

// Given, or detected on the training rows.
Result<void> chooseSeason(const TaskSpec& spec, SeriesTask& task) {
  task.seasonGiven = spec.season > 0;
  if (task.seasonGiven) {
    const auto season = static_cast<std::size_t>(spec.season);
    const auto isTooShort = [season](const SplitRows& rows) { return rows.trainEnd <= season; };
    if (std::all_of(task.splits.begin(), task.splits.end(), isTooShort)) {
      return badTask(spec, "The season " + std::to_string(season) + " is longer than the training block of " +
                               std::to_string(task.splits.front().trainEnd) +
                               " rows. Give a shorter one, or leave it out.");
    }
    task.season = spec.season;
    return {};
  }
  std::vector<std::span<const double>> training;
  for (std::size_t c = 0; c < task.channelCount(); ++c) {
    training.push_back(std::span<const double>(task.scaled[c]).first(task.splits[c].trainEnd));
  }
  const SeasonChoice choice = detectSeason(training, calendarSeasons(task.clock));
  task.season = choice.season;
  task.notes.push_back(choice.season == 1
                           ? std::string("No season was found on the training rows; seasonal naive equals naive.")
                           : "The season " + std::to_string(choice.season) + " was found on the training rows.");
  return {};
}

Result<void> findMaseDenominators(const TaskSpec& spec, SeriesTask& task) {
  std::size_t undefined = 0;
  for (std::size_t c = 0; c < task.channelCount(); ++c) {
    // All rows before the test block, as M4 does it, so that published values compare.
    const auto before = std::span<const double>(task.raw.channels[c].values).first(task.splits[c].validationEnd);
    task.maseDenominators.push_back(maseDenominator(before, task.season));
    undefined += task.maseDenominators.back() > 0.0 ? 0U : 1U;
  }
  if (undefined == task.channelCount() && spec.metric == "mase") {
    return badTask(spec, "MASE is not defined: the rows before the test block of every channel repeat exactly after a season of " +
                             std::to_string(task.season) + " steps, or are shorter than it. Choose another metric.");
  }
  if (undefined > 0) {
    task.notes.push_back(
        "MASE is not defined for " + std::to_string(undefined) + " of " + std::to_string(task.channelCount()) +
        " channels (their rows before the test block repeat exactly, or are shorter than a season); they are left out of it.");
  }
  return {};
}

void noteMissing(SeriesTask& task) {
  std::size_t all = 0, inTest = 0, channels = 0, notScorable = 0;
  const auto steps = static_cast<std::size_t>(task.horizon);
  for (std::size_t c = 0; c < task.channelCount(); ++c) {
    const SplitRows& rows = task.splits[c];
    std::size_t missing = 0, run = 0;  // run: missing test rows up to here without a break
    for (std::size_t t = 0; t < rows.testEnd; ++t) {
      const bool isGap = task.isMissing(c, t);
      missing += isGap ? 1U : 0U;
      inTest += isGap && t >= rows.validationEnd ? 1U : 0U;
      run = isGap && t >= rows.validationEnd ? run + 1 : 0;
      notScorable += run >= steps ? 1U : 0U;
    }
    all += missing;
    channels += missing > 0 ? 1U : 0U;
  }
  if (all == 0) {
    return;
  }
  task.notes.push_back("Missing values: " + std::to_string(all) + " in " + counted(channels, "channel") +
                       ", filled by straight lines in the training and validation rows and by the last value in the "
                       "test rows; not scored: " +
                       counted(inTest, "target") + " in the test rows, which leaves " +
                       counted(notScorable, "test window") + " without any.");
}

void noteSuspectedCodes(SeriesTask& task) {
  std::map<double, std::pair<std::size_t, std::size_t>> codes;  // code -> values, channels
  for (const Channel& channel : task.raw.channels) {
    for (const SuspectedCode& suspect : suspectMissingCodes(channel.values)) {
      codes[suspect.code].first += suspect.count;
      ++codes[suspect.code].second;
    }
  }
  for (const auto& [code, counts] : codes) {
    const std::string number = base::numberText(code);
    std::string note = "The value " + number + " (" + counted(counts.first, "time") + ", in ";
    note += counted(counts.second, "channel") + ") looks like a code for a missing value and is kept as it is. ";
    note += "If it is one, set missing = [" + number + "].";
    task.notes.push_back(std::move(note));
  }
}

void noteUnusedAndConstant(SeriesTask& task) {
  std::size_t unused = 0, constant = 0;
  for (std::size_t c = 0; c < task.channelCount(); ++c) {
    unused = std::max(unused, task.raw.channels[c].values.size() - task.splits[c].testEnd);
    const auto training = std::span<const double>(task.scaled[c]).first(task.splits[c].trainEnd);
    constant +=
        std::all_of(training.begin(), training.end(), [&training](double v) { return v == training[0]; }) ? 1U : 0U;
  }
  if (unused > 0) {
    task.notes.push_back("Rows after the test block, which are not used: " + std::to_string(unused) + ".");
  }
  if (constant > 0) {
    task.notes.push_back("Constant in the training rows, and scaled by 1: " + counted(constant, "channel") + ".");
  }
}

}  // namespace

bool SeriesTask::isMissing(std::size_t channel, std::size_t row) const {
  return std::isnan(raw.channels[channel].values[row]);
}

OriginRange SeriesTask::testOrigins(std::size_t channel) const {
  const SplitRows& rows = splits[channel];
  const std::size_t end = rows.testEnd + 1;
  const std::size_t first = rows.validationEnd + static_cast<std::size_t>(horizon);
  return {rows.validationEnd, end > first ? end - first : 0};
}

OriginRange SeriesTask::validationOrigins(std::size_t channel) const {
  const SplitRows& rows = splits[channel];
  const std::size_t end = rows.validationEnd + 1;
  const std::size_t first = rows.trainEnd + static_cast<std::size_t>(horizon);
  return {rows.trainEnd, end > first ? end - first : 0};
}

std::size_t SeriesTask::testItems() const {
  std::size_t items = 0;
  for (std::size_t c = 0; c < channelCount(); ++c) {
    items += testOrigins(c).count;
  }
  return items;
}

std::size_t SeriesTask::testWindows() const {
  std::size_t most = 0;
  for (std::size_t c = 0; c < channelCount(); ++c) {
    most = std::max(most, testOrigins(c).count);
  }
  return most;
}

ItemTarget SeriesTask::target(std::size_t channel, std::size_t origin) const {
  const auto values =
      std::span<const double>(raw.channels[channel].values).subspan(origin, static_cast<std::size_t>(horizon));
  return {values, scales[channel], maseDenominators[channel]};
}

Result<ItemError> SeriesTask::score(std::size_t channel, std::size_t origin, std::span<const double> forecast) const {
  auto item = scoreItem(forecast, target(channel, origin));
  if (!item) {
    Error error = item.error();
    error.context = "channel " + quoteForMessage(raw.channels[channel].name) + ", row " + std::to_string(origin);
    return error;
  }
  return item;
}

Result<SeriesTask> loadSeriesTask(const TaskSpec& spec, const fs::path& folder) {
  if (auto checked = checkSpec(spec); !checked) {
    return checked.error();
  }
  SeriesTask task;
  task.horizon = spec.horizon;
  const SeriesOptions options{spec.columns, spec.missingCodes};
  if (auto read = spec.data.empty() ? readPair(spec, folder, options, task) : readWhole(spec, folder, options, task);
      !read) {
    return read.error();
  }
  const std::vector<std::string> names = channelNames(task.raw);
  if (auto checked = checkSplit(task.splits, static_cast<std::size_t>(spec.horizon), names); !checked) {
    return inTask(spec, checked.error());
  }
  task.splitHash = splitHash(task.splits);
  for (const auto& step : {scaleChannels, chooseSeason, findMaseDenominators}) {
    if (auto done = step(spec, task); !done) {
      return done.error();
    }
  }
  noteMissing(task);
  noteSuspectedCodes(task);
  noteUnusedAndConstant(task);
  return task;
}

}  // namespace touchstone::data
