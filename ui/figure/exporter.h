// The one way out for figures: window, report folder and command line all write through it.
// PDF: QPdfWriter at 72 dpi, vector lines of real widths, TrueType fonts embedded. SVG: text kept as text, mm and
// viewBox. PNG: at the spec's dpi with its physical size. CSV: exactly what is drawn (tidy_table.h). Light on white.
// Thread: GUI (needs a QApplication, offscreen is enough). Blocking: yes, tens of ms a figure; writes a temporary file
// and renames it, so no half figure is ever left.
// Errors: kNotFound (no such folder), kDiskFull, kReadOnly, kInternal; the context is the file.
#pragma once

#include <QString>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "ui/figure/figure_spec.h"

namespace touchstone::ui {

class PlotView;

using Paths = std::vector<std::filesystem::path>;

// Writes stem.pdf, stem.svg, stem.png, stem.csv as `formats` asks; `stem` is a path without suffix.
Result<Paths> writeFigure(const PlotView& plot, const FigureSpec& spec, const std::filesystem::path& stem,
                          const FigureFormats& formats = {});
// One file, its format by its suffix.
Result<Paths> writeFigureFile(const PlotView& plot, const FigureSpec& spec, const std::filesystem::path& file);

// `what`: "The folder cannot be made"; `number`: errno, 0 where it is not known.
Error figureError(const std::string& what, const std::filesystem::path& path, int number);

// A file stem that is safe on any file system: lower-case ASCII letters, digits and "-", at most 80 characters, not in
// `taken` (and added to it). "ETTh1, 96 h" -> "etth1-96-h"; a name without any such letter becomes "figure".
QString safeStem(const QString& name, std::set<std::string>& taken);

}  // namespace touchstone::ui
