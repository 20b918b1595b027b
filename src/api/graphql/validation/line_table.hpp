#pragma once
#include "lang/source.hpp"

#include <cstdint>
#include <vector>

namespace tenon::api::graphql {

/// lang::line_column for many places of one text: reads the text once, then a little for each place.
class LineTable {
 public:
  explicit LineTable(const lang::Source& source) : source_(source) {}
  lang::LineColumn at(std::uint32_t offset);

 private:
  const lang::Source& source_;
  std::vector<lang::LineColumn> marks_;  ///< of every 256th byte; made at the first question
};

}  // namespace tenon::api::graphql
