#include "migrate/draft.hpp"

#include "access/permission_changes.hpp"
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

std::optional<Draft> draft_migration(const std::vector<Migration>& history, const schema::Model& model,
                                     std::string snapshot, std::string name, Filled filled) {
  const auto before = last_model(history);
  const auto names = correspond(*before, model);
  const auto from = structure_of(*before);
  const auto to = structure_of(model);
  const auto changes = compare(from, to, names.up);
  Draft draft;
  draft.permissions = access::to_english(access::permission_changes(*before, model));
  draft.changes_structure = !changes.empty();
  if (!draft.changes_structure && draft.permissions.empty()) return std::nullopt;
  if (const auto refused = refusals(changes, filled); !refused.empty()) refuse(refused);

  const auto back = compare(to, from, names.down);
  for (const auto dialect : all_dialects) {
    draft.scripts[{dialect, Direction::up}] = plan(changes, dialect, Direction::up);
    draft.scripts[{dialect, Direction::down}] = plan(back, dialect, Direction::down);
  }
  for (const auto& [key, script] : draft.scripts) {
    draft.migration.scripts[key] = write_script(script);
    if (key.second == Direction::down) continue;
    for (const auto& step : script.steps) std::ranges::copy(step.loses, std::back_inserter(draft.losses));
  }
  std::ranges::sort(draft.losses);
  draft.losses.erase(std::unique(draft.losses.begin(), draft.losses.end()), draft.losses.end());
  draft.migration.number = static_cast<int>(history.size()) + 1;
  draft.migration.name = std::move(name);
  draft.migration.snapshot = std::move(snapshot);
  return draft;
}

}  // namespace tenon::migrate
