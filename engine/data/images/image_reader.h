// Labelled images of one task, from folders of image files, files of arrays (NPY, NPZ, HDF5) or tables of small tiles.
// Classes: the folder's name, a table of labels, an array of labels, a column; or masks, or several classes an image.
// Options of the task: engine/data/images/image_options.h. Pixels are decoded once and kept in the user's cache folder.
// Thread: free functions; the set is const afterwards. Blocking: reads the files (27,000 JPEGs of 64x64x3: seconds, then
// from the cache 0.1 s).
// Errors: kBadInput, kNotFound, kDiskFull, kUnsupported with the file and advice.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "engine/api/result.h"
#include "engine/api/spec.h"
#include "engine/data/examples/example_set.h"
#include "engine/data/examples/example_task.h"

namespace touchstone::data {

// Relative paths start in the folder. givenBlocks: [N] where the task names train and test sources; empty for one `data`.
Result<ExampleSet> readImages(const TaskSpec& spec, const std::filesystem::path& folder,
                              std::vector<Block>* givenBlocks);

// Mean and population deviation of every band over the training pixels that are not missing; from here on gather() gives
// (v - mean) / deviation. A constant band is scaled by 1, with a note. Errors: kBadInput for a band without any value.
Result<void> fitImageScaling(ExampleSet& set, std::span<const std::uint32_t> trainItems);

}  // namespace touchstone::data
