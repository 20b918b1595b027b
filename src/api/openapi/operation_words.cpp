#include "api/openapi/operation_words.hpp"

#include "access/english_words.hpp"
#include "api/rest/who_may.hpp"

#include <fmt/format.h>

namespace tenon::api::openapi {
namespace {

using rest::EndpointKind;

std::string capital(std::string name) {
  if (!name.empty() && name.front() >= 'a' && name.front() <= 'z')
    name.front() = static_cast<char>(name.front() - 'a' + 'A');
  return name;
}

/// "blog-posts" -> "BlogPosts"
std::string joined_words(std::string_view path) {
  std::string name;
  bool begins = true;
  for (const char c : path) {
    if (c == '-' || c == '_') {
      begins = true;
      continue;
    }
    name += begins ? capital(std::string(1, c)) : std::string(1, c);
    begins = false;
  }
  return name;
}

/// "a post", "an appointment"
std::string a_row(const schema::Resource& resource) {
  return access::with_article(access::spoken(resource.name));
}

std::string text_of(const rest::Endpoint& endpoint) {
  const std::string row = access::spoken(endpoint.resource->name);
  const std::string other = endpoint.relation ? access::spoken(endpoint.rows().name) : std::string();
  switch (endpoint.kind) {
    case EndpointKind::list:
      return fmt::format("Those that the caller may read, page by page. Filters, `or` and `search` must all hold.");
    case EndpointKind::create:
      return "Makes one row, or all rows of an array or none of them. Every fault of the body is told at once.";
    case EndpointKind::get: return fmt::format("A {} that the caller may not read is not found.", row);
    case EndpointKind::replace:
      return "What is not sent takes its default. Where there is no such row it is made with this id, for whoever may.";
    case EndpointKind::merge: return "A merge patch (RFC 7396): what is not sent stays, null clears.";
    case EndpointKind::remove: return fmt::format("Removes the {}.", row);
    case EndpointKind::list_related: return fmt::format("Those of one {}, as the list of all of them.", row);
    case EndpointKind::create_related:
      return fmt::format("Makes {} that belongs to the {}.", a_row(endpoint.rows()), row);
    case EndpointKind::link: return fmt::format("Puts the {} on the {}'s list; it may be there already.", other, row);
    case EndpointKind::aggregate:
      return "Of those that the caller may read: one object, or one for each group with `groupBy`. A field takes part "
             "only in rows where the caller may see it.";
    case EndpointKind::unlink: return fmt::format("Takes the {} from the {}'s list; both stay.", other, row);
  }
  return {};
}

}  // namespace

std::string operation_id(const rest::Endpoint& endpoint) {
  const std::string& type = endpoint.resource->name;
  const std::string rows = joined_words(endpoint.resource->path);
  const std::string relation = endpoint.relation ? capital(endpoint.relation->name) : std::string();
  switch (endpoint.kind) {
    case EndpointKind::list: return "list" + rows;
    case EndpointKind::create: return "create" + capital(type);
    case EndpointKind::get: return "get" + capital(type);
    case EndpointKind::replace: return "replace" + capital(type);
    case EndpointKind::merge: return "update" + capital(type);
    case EndpointKind::remove: return "delete" + capital(type);
    case EndpointKind::list_related: return "list" + relation + "Of" + capital(type);
    case EndpointKind::create_related: return "create" + relation + "Of" + capital(type);
    case EndpointKind::link: return "link" + relation + "Of" + capital(type);
    case EndpointKind::aggregate: return "aggregate" + rows;
    case EndpointKind::unlink: return "unlink" + relation + "Of" + capital(type);
  }
  return {};
}

std::string operation_summary(const rest::Endpoint& endpoint) {
  const std::string row = a_row(*endpoint.resource);
  const std::string relation = endpoint.relation ? access::spoken(endpoint.relation->name) : std::string();
  const std::string other = endpoint.relation ? a_row(endpoint.rows()) : std::string();
  std::string plural = joined_words(endpoint.resource->path);
  switch (endpoint.kind) {
    case EndpointKind::list: return "List " + access::spoken(plural);
    case EndpointKind::create: return "Create " + row;
    case EndpointKind::get: return "Read " + row;
    case EndpointKind::replace: return "Replace " + row;
    case EndpointKind::merge: return "Change " + row;
    case EndpointKind::remove: return "Delete " + row;
    case EndpointKind::list_related: return fmt::format("List the {} of {}", relation, row);
    case EndpointKind::create_related: return fmt::format("Create {} among the {} of {}", other, relation, row);
    case EndpointKind::link: return fmt::format("Put {} on the {} of {}", other, relation, row);
    case EndpointKind::aggregate: return "Count and sum " + access::spoken(plural);
    case EndpointKind::unlink: return fmt::format("Take {} from the {} of {}", other, relation, row);
  }
  return {};
}

std::string operation_description(const Context& context, const rest::Endpoint& endpoint) {
  std::string text = text_of(endpoint);
  if (endpoint.relation && endpoint.relation->deprecated) text += "\n\nDeprecated: " + *endpoint.relation->deprecated;
  return text + "\n\nWho may:\n" + rest::audience_lines(rest::who_may(endpoint, context.callers()));
}

}  // namespace tenon::api::openapi
