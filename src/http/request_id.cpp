#include "http/request_id.hpp"

#include "base/uuid.hpp"
#include "http/characters.hpp"

#include <algorithm>

namespace tenon::http {
namespace {

constexpr std::size_t longest_id = 64;

bool is_sane_letter(char letter) {
  return is_alphanumeric(letter) || letter == '.' || letter == '_' || letter == '-';
}

}  // namespace

bool is_sane_request_id(std::string_view id) {
  return !id.empty() && id.size() <= longest_id && std::ranges::all_of(id, is_sane_letter);
}

void assign_request_id(Request& request) {
  const std::string_view sent = request.header("x-request-id");
  if (is_sane_request_id(sent))
    request.request_id = sent;
  else
    request.request_id = base::new_uuid();
}

}  // namespace tenon::http
