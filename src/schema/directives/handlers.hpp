#pragma once
#include "schema/directives/list.hpp"

/// One per file of this folder, named after it.
namespace tenon::schema {

extern const DirectiveHandler account_directive;
extern const DirectiveHandler allow_directive;
extern const DirectiveHandler check_directive;
extern const DirectiveHandler default_directive;
extern const DirectiveHandler define_directive;
extern const DirectiveHandler deny_directive;
extern const DirectiveHandler deprecated_directive;
extern const DirectiveHandler format_directive;
extern const DirectiveHandler immutable_directive;
extern const DirectiveHandler index_directive;
extern const DirectiveHandler inherits_directive;
extern const DirectiveHandler length_directive;
extern const DirectiveHandler owner_directive;
extern const DirectiveHandler pattern_directive;
extern const DirectiveHandler public_directive;
extern const DirectiveHandler range_directive;
extern const DirectiveHandler rate_limit_directive;
extern const DirectiveHandler read_only_directive;
extern const DirectiveHandler relation_directive;
extern const DirectiveHandler resource_directive;
extern const DirectiveHandler roles_directive;
extern const DirectiveHandler search_directive;
extern const DirectiveHandler tenant_directive;
extern const DirectiveHandler unique_directive;
extern const DirectiveHandler waive_directive;
extern const DirectiveHandler was_directive;
extern const DirectiveHandler write_only_directive;

}  // namespace tenon::schema
