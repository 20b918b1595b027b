#pragma once
#include "access/access.hpp"
#include "schema/model.hpp"
#include "sql/render.hpp"

namespace tenon::query {

/// What statements are made for: whose data, in which database's words, for whom. The model must outlive it.
struct Ground {
  const schema::Model& model;
  sql::Dialect dialect = sql::Dialect::sqlite;
  access::CallerClass caller;
};

}  // namespace tenon::query
