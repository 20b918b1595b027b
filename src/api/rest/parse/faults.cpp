#include "api/rest/parse/faults.hpp"

#include <utility>

namespace tenon::api::rest {

void Faults::add(std::string field, std::string_view code, std::string message) {
  add({std::move(field), std::string(code), std::move(message)});
}

void Faults::add(base::ErrorDetail detail) {
  if (++count_ <= max_listed) details_.push_back(std::move(detail));
}

base::Error Faults::bad_request() && {
  base::Error error(base::ErrorCode::bad_request, "The query string is not valid");
  error.details = std::move(details_);
  return error;
}

base::Error Faults::validation() && {
  base::Error error(base::ErrorCode::validation);
  error.details = std::move(details_);
  return error;
}

}  // namespace tenon::api::rest
