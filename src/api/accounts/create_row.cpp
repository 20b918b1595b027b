#include "api/accounts/create_row.hpp"

#include <memory>
#include <string>
#include <utility>

namespace tenon::api::accounts {
namespace {

/// What the creation works on; owned by the transaction's script.
struct Work {
  query::Engine& engine;
  query::Create operation;
  access::Principal principal;
  query::Engine::Registration registration;
  std::string out;
};

// A template, so that no front end names the database's types.
template <typename Transaction>
base::Task<base::Result<base::Value>> run(Transaction& transaction, std::shared_ptr<Work> work) {
  work->out.clear();  // of a run before this one
  auto created =
      co_await work->engine.create_in(transaction, work->operation, work->principal, work->registration, work->out);
  if (!created) co_return std::unexpected(created.error());
  co_return created->ids.front();
}

}  // namespace

auth::CreateRow create_row(query::Engine& engine, query::RowInput row, access::Principal principal,
                           query::Engine::Registration registration) {
  const schema::Resource& resource = *engine.model().account->resource;
  query::Create operation;
  operation.resource = &resource;
  operation.selection.resource = &resource;
  operation.selection.fields = {resource.id};
  operation.rows.push_back(std::move(row));
  auto work =
      std::make_shared<Work>(Work{engine, std::move(operation), std::move(principal), registration, std::string()});
  return [work = std::move(work)](auto& transaction) { return run(transaction, work); };
}

}  // namespace tenon::api::accounts
