#include "migrate/draft.hpp"

#include "access/permission_changes.hpp"
#include "migrate/expansion.hpp"
#include "migrate/plan.hpp"

#include <algorithm>
#include <stdexcept>

namespace tenon::migrate {
namespace {

schema::ModelPtr last_model(const std::vector<Migration>& history) {
  return history.empty() ? std::make_shared<const schema::Model>() : history.back().model();
}

void refuse(const std::vector<std::string>& refused) {
  std::string text = refused.size() == 1 ? "this cannot be migrated:" : "these cannot be migrated:";
  for (const auto& each : refused) text += "\n  " + each;
  throw std::runtime_error(text);
}

/// Fills what follows from the scripts.
void complete(Draft& draft, std::string name) {
  draft.migration.name = std::move(name);
  for (const auto& [key, script] : draft.scripts) {
    draft.migration.scripts[key] = write_script(script);
    if (key.second == Direction::down) continue;
    for (const auto& step : script.steps) std::ranges::copy(step.loses, std::back_inserter(draft.losses));
  }
  std::ranges::sort(draft.losses);
  draft.losses.erase(std::unique(draft.losses.begin(), draft.losses.end()), draft.losses.end());
}

/// Both lead to the same schema: who may do what changes with the first one.
std::vector<Draft> in_two(const Draft& whole, const Changes& changes, const Changes& back, const std::string& name) {
  std::vector<Draft> drafts{whole, whole};
  auto& expand = drafts.front();
  auto& contract = drafts.back();
  ++contract.migration.number;
  contract.permissions.clear();
  for (const auto dialect : all_dialects) {
    auto scripts = plan_phases(changes, back, dialect);
    expand.scripts[{dialect, Direction::up}] = std::move(scripts.expand_up);
    expand.scripts[{dialect, Direction::down}] = std::move(scripts.expand_down);
    contract.scripts[{dialect, Direction::up}] = std::move(scripts.contract_up);
    contract.scripts[{dialect, Direction::down}] = std::move(scripts.contract_down);
  }
  complete(expand, name + std::string(expand_suffix));
  complete(contract, name + std::string(contract_suffix));
  return drafts;
}

}  // namespace

std::string snapshot_of(const std::vector<lang::SourcePtr>& sources) {
  if (sources.size() == 1) return sources.front()->text;
  std::string text;
  for (const auto& source : sources) {
    text += "# " + source->name + "\n" + source->text;
    if (!text.ends_with('\n')) text += '\n';
  }
  return text;
}

std::vector<Draft> draft_migration(const std::vector<Migration>& history, const schema::Model& model,
                                   std::string snapshot, const std::string& name, Filled filled, Parts parts) {
  const auto before = last_model(history);
  const auto names = correspond(*before, model);
  const auto from = structure_of(*before);
  const auto to = structure_of(model);
  const auto changes = compare(from, to, names.up);
  const auto back = compare(to, from, names.down);
  Draft draft;
  draft.permissions = access::to_english(access::permission_changes(*before, model));
  draft.changes_structure = !changes.empty();
  if (!draft.changes_structure && draft.permissions.empty()) return {};
  if (const auto refused = refusals(changes, filled); !refused.empty()) refuse(refused);
  draft.migration.number = static_cast<int>(history.size()) + 1;
  draft.migration.snapshot = std::move(snapshot);

  if (parts == Parts::two) {
    if (const auto refused = expansion_refusals(changes); !refused.empty()) refuse(refused);
    auto drafts = in_two(draft, changes, back, name);
    if (!drafts.back().scripts.at({sql::Dialect::postgres, Direction::up}).steps.empty()) return drafts;
  }
  for (const auto dialect : all_dialects) {
    draft.scripts[{dialect, Direction::up}] = plan(changes, dialect, Direction::up);
    draft.scripts[{dialect, Direction::down}] = plan(back, dialect, Direction::down);
  }
  complete(draft, name);
  return {std::move(draft)};
}

}  // namespace tenon::migrate
