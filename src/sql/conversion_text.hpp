#pragma once
#include "sql/conversion.hpp"

namespace tenon::sql {

/// `converted` for one dialect; only for forms between which there is a conversion.
std::string sqlite_conversion(std::string_view value, StoredForm from, StoredForm to);
std::string postgres_conversion(std::string_view value, StoredForm from, StoredForm to);

}  // namespace tenon::sql
