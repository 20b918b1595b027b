#include "query/bulk/row_parser.hpp"
#include "schema/load.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

const tenon::schema::Model& model() {
  static const auto result = tenon::schema::load_text(R"graphql(
enum Mood { calm angry }
type Post @resource @public(ops: [READ]) {
  title: String! @length(max: 9) views: Int big: BigInt price: Decimal ratio: Float done: Boolean due: DateTime day: Date
  at: Time token: UUID link: URL mail: Email blob: Bytes data: JSON mood: Mood words: [String!] parent: Post tags: [Tag!]!
}
type Tag @resource @public(ops: [READ]) { id: BigInt! posts: [Post!]! }
)graphql",
                                                      tenon::schema::Lints::skip);
  if (!result.model) std::abort();
  return *result.model;
}

}  // namespace

/// Any line of either format is a row or faults; the first line is the header of CSV.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace bulk = tenon::query::bulk;
  const auto& post = *model().find_resource("Post");
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<tenon::base::ErrorDetail> faults;
  const auto object = bulk::RowParser(post, bulk::Format::ndjson).parse(text, faults);
  if (object.values.empty() && faults.empty()) std::abort();

  bulk::RowParser table(post, bulk::Format::csv);
  const auto end = text.find('\n');
  faults.clear();
  table.read_header(text.substr(0, end), faults);
  if (table.wants_header() != !faults.empty()) std::abort();
  if (table.wants_header() || end == std::string_view::npos) return 0;
  const auto row = table.parse(text.substr(end + 1), faults);
  if (row.values.empty() && faults.empty()) std::abort();
  return 0;
}
