#include <array>

#include "engine/store/migrations.h"

namespace touchstone::store {

namespace {

constexpr const char* kSchema1 =
#include "schema_1.sql.inc"
    ;

constexpr const char* kSchema2 =
#include "schema_2.sql.inc"
    ;

constexpr std::array<Migration, 2> kMigrations{{{1, kSchema1}, {2, kSchema2}}};

}  // namespace

std::span<const Migration> migrations() {
  return kMigrations;
}

}  // namespace touchstone::store
