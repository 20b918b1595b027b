#include "sql/postgres_writer.hpp"

#include <stdexcept>

namespace tenon::sql {

std::vector<std::string> PostgresWriter::create_table(const CreateTable&) {
  throw std::runtime_error("PostgreSQL is not supported yet");
}

std::vector<std::string> PostgresWriter::create_full_text(const CreateFullText&) {
  throw std::runtime_error("PostgreSQL is not supported yet");
}

}  // namespace tenon::sql
