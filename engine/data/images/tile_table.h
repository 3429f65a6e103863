// A table of small tiles: every row holds the pixels of one tile and its class, such as the Statlog Landsat data.
// Tables with a header (CSV, TSV, gzip) and tables of numbers without one, separated by blanks, tabs, commas or semicolons. A
// first line that counts the columns is left out.
// Shapes: the numbers of a row are [rows, columns, bands], the bands of a pixel next to each other.
// Thread: free function. Blocking: reads the file. Errors: kBadInput with line and column, kNotFound.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/images/image_options.h"

namespace touchstone::data {

struct TileTable {
  std::vector<float> values;         // [N, rows x columns x bands]; NaN: missing
  std::vector<std::string> classes;  // [N]
  std::vector<std::size_t> lines;    // [N] where a row starts in the file
  std::string contentHash;
  std::vector<std::string> notes;
};

// label: the column of the classes, by its name or, without a header, its number from 1; empty: the last one.
Result<TileTable> readTileTable(const std::filesystem::path& file, const TileShape& tile, const std::string& label);

// What describe() asks: how many columns of numbers a headerless table has, its class included; 0: it is none.
std::size_t plainColumns(const std::filesystem::path& file);

}  // namespace touchstone::data
