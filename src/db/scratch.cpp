#include "db/scratch.hpp"

#include "base/base64.hpp"
#include "base/random.hpp"
#include "db/session.hpp"

#include <stdexcept>
#include <string>

namespace tenon::db {
namespace {

/// A SQLite database in a temporary folder, which goes with it.
class TemporaryFile final : public Scratch {
 public:
  Database& database() override { return *database_; }

 private:
  std::unique_ptr<Database> database_ = open("sqlite::memory:", {});
};

/// The same URL with one more parameter; libpq takes the last one of a name.
std::string with_parameter(std::string_view url, std::string_view parameter) {
  std::string made(url);
  made += url.find('?') == std::string_view::npos ? '?' : '&';
  return made += parameter;
}

/// A database or schema of PostgreSQL beside what is configured.
class Beside final : public Scratch {
 public:
  explicit Beside(std::string_view url) : outer_(open(url, {})) {
    auto session = outer_->session();
    if (!session) throw std::runtime_error("the database does not answer: " + session.error().message);
    session_ = std::move(*session);
    const auto parameter = make(url);
    try {
      database_ = open(with_parameter(url, parameter), {});
    } catch (...) {
      drop();
      throw;
    }
  }
  ~Beside() override {
    database_.reset();
    drop();
  }
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;
  Database& database() override { return *database_; }

 private:
  /// Makes it; what DATABASE_URL has to say in addition to reach it.
  std::string make(std::string_view url) {
    auto made = session_->execute("CREATE DATABASE " + name_ + " TEMPLATE template0");
    if (made) {
      drop_ = "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)";
      return "dbname=" + name_;
    }
    const auto reason = made.error().message;
    if (url.find("options=") != std::string_view::npos)
      throw std::runtime_error("a scratch database cannot be made: " + reason +
                               ". A schema instead needs the parameter `options` of DATABASE_URL, which is taken");
    made = session_->execute("CREATE SCHEMA " + name_);
    if (!made)
      throw std::runtime_error("neither a scratch database (" + reason + ") nor a scratch schema (" +
                               made.error().message +
                               ") can be made: grant CREATEDB to the role, or CREATE on the database");
    drop_ = "DROP SCHEMA IF EXISTS " + name_ + " CASCADE";
    return "options=-csearch_path%3D" + name_;
  }
  void drop() {
    if (!drop_.empty()) (void)session_->execute(drop_);
  }

  const std::string name_ = "tenon_scratch_" + base::hex_encode(base::random_bytes(8));
  std::unique_ptr<Database> outer_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<Database> database_;
  std::string drop_;
};

}  // namespace

std::unique_ptr<Scratch> open_scratch(std::string_view url) {
  if (url.starts_with("sqlite:")) return std::make_unique<TemporaryFile>();
  return std::make_unique<Beside>(url);
}

}  // namespace tenon::db
