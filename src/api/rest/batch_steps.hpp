#pragma once
#include "access/principal.hpp"
#include "api/rest/batch_paths.hpp"
#include "api/rest/parse/batch_body.hpp"
#include "query/operation.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Operations of a batch, understood: from paths and bodies to what is wanted, with rows of earlier ones in them.
namespace tenon::api::rest {

/// Rows that later operations may name.
struct NamedRow {
  const schema::Resource* resource = nullptr;
  base::Value id;
  bool known = true;  ///< false: the database has yet to give the id, and this one is a stand-in
};
using NamedRows = std::map<std::string, NamedRow, std::less<>>;

struct BatchStep {
  std::size_t place = 0;  ///< in the batch
  const Route* route = nullptr;
  std::variant<query::Create, query::Update, query::Remove, query::Link> wanted;
  const BatchOperation* operation = nullptr;
  EndpointKind kind = EndpointKind::create;
  std::vector<std::string_view> segments;  ///< as BatchPaths::Match::parameters
  bool waits = false;                      ///< names a row whose id is not known yet: to be read again when it is
};

/// All steps, each read by the parser of its own request. Rows that the batch creates get their ids here, so that what
/// points to them can be read; integer keys are the database's to give. `operations` must outlive the steps.
base::Result<std::vector<BatchStep>> read_batch(const BatchPaths& paths, const std::vector<BatchOperation>& operations,
                                                const access::Principal& principal);
/// A step that waits, once the rows it names are known. Both give errors with the operation's place in them.
base::Result<void> read_again(BatchStep& step, const NamedRows& rows);

/// The error of what the operation of that place stands for, its faults filed under it ("operations.2.body.title"); one
/// that names no field gets one that names the operation.
base::Error of_operation(std::size_t place, base::Error error);

}  // namespace tenon::api::rest
