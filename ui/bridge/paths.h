// File names as the window has them, as paths.
// Thread: any. Blocking: never.
#pragma once

#include <QString>
#include <filesystem>

namespace touchstone::ui {

inline std::filesystem::path toPath(const QString& text) {
  return text.toStdU16String();
}

}  // namespace touchstone::ui
