#pragma once
#include "api/graphql/execute/context.hpp"
#include "query/engine.hpp"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tenon::api::graphql {

/// Rows added to or taken out of a many-to-many list of one row.
struct LinkRows {
  query::Link link;                 ///< without `other_id`
  std::vector<base::Value> others;  ///< keys of the rows
  query::Selection selection;       ///< of the row that has the list
  std::vector<base::Value> answer_operands;
};

/// One root field of a mutation on its way: what is to be written, what the input was found to be wrong in, and what
/// came of it. Made on the caller's loop, run in a transaction, then written. What its payload asks for serves further
/// requests; the arguments and all that comes of them are of one.
class MutationField {
 public:
  /// Reads payload and input. An error is one of the whole field; faults of the input are kept for the payload. The
  /// field must outlive it.
  static Built<MutationField> read(const ExecuteContext& context, ReadField& field);
  /// Makes it one of another request, whose variables have the same shape. False: read it anew, which tells what is
  /// wrong.
  bool bind(const ExecuteContext& context);
  /// Lets go of everything that is of one request.
  void forget();
  /// The places in the payload that variables fill.
  const Bindings& bindings() const { return bindings_; }
  std::size_t members() const;

  /// In points; see query/cost.hpp. Nothing is asked for where the input is at fault.
  std::int64_t price() const;
  /// Whether the input alone is reason enough to write nothing.
  bool faulty() const { return !faults_.empty() || error_; }
  /// Does it. An error undoes the transaction; `keep` then says what to tell.
  base::Task<base::Result<void>> run(query::Writes& writes);
  /// Does it in a transaction of its own, which need not be one that others wait for.
  base::Task<base::Result<void>> run_alone(query::Engine& engine, const access::Principal& caller);
  /// The error that it, or the transaction, ended with.
  void keep(const base::Error& error);
  /// Another field failed, and with it everything.
  void undo();

  /// Appends the payload, or gives the error of the field.
  Built<void> write(const ExecuteContext& context, std::string& out, std::vector<std::string>& masked);

 private:
  using Operation = std::variant<query::Create, query::Update, query::Remove, LinkRows>;

  explicit MutationField(ReadField& field) : field_(&field) {}
  Built<Operation> empty_operation(const ExecuteContext& context);
  Built<query::Selection> rows_payload(const ExecuteContext& context, std::vector<base::Value>& operands);
  /// The values of the arguments, into the operation.
  void read_input();
  void read_values(query::Create& create);
  void read_values(query::Update& update);
  void read_values(query::Remove& remove);
  void read_values(LinkRows& rows);
  std::optional<base::Value> read_id(const schema::Resource& resource);
  std::int64_t answer_price(const query::Selection& selection, const std::vector<base::Value>& operands) const;
  Built<query::Selection> payload(const ExecuteContext& context, std::vector<base::Value>& operands);
  /// All but links, which are several writes.
  template <typename Writer>
  base::Task<base::Result<void>> write_row(Writer& writer);
  void keep_faults(base::Error error);
  void write_by_hand(const ExecuteContext& context, std::string& out, const std::vector<ReadField>& fields) const;

  ReadField* field_;
  Operation operation_;
  Bindings bindings_;                      ///< of the operation's answer_operands
  std::vector<base::ErrorDetail> faults_;  ///< what the input caused
  std::optional<base::Error> error_;       ///< what it did not
  bool undone_ = false;
  query::WriteAnswer answer_;
  std::string written_;  ///< the payload, or the array of rows, as the engine wrote it
};

}  // namespace tenon::api::graphql
