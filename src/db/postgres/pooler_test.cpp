#include "db/postgres/testing/test_database.hpp"

#include <sys/stat.h>

namespace tenon::db::postgres {
namespace {

using base::Value;
using testing::NewDatabase;
using testing::script;
using testing::statement;

/// A real PgBouncer in transaction mode with a single server connection, before the server of these tests.
class Pooler {
 public:
  Pooler() : port_(testing::free_port()) {
    auto name = std::string("/tmp/tenon-pool-XXXXXX");
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    ::chmod(name.c_str(), 0777);
    folder_ = name;
    std::ofstream(folder_ / "users.txt") << "\"tenon\" \"\"\n";
    std::ofstream(folder_ / "pgbouncer.ini")
        << "[databases]\n* = host=127.0.0.1 port=" << testing::shared_server().port()
        << "\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = " << port_
        << "\nauth_type = trust\nauth_file = " << (folder_ / "users.txt").string()
        << "\npool_mode = transaction\ndefault_pool_size = 2\nunix_socket_dir =\n";
    process_ = testing::start_program({"/usr/sbin/pgbouncer", (folder_ / "pgbouncer.ini").string()}, folder_ / "log");
  }
  Pooler(const Pooler&) = delete;
  Pooler& operator=(const Pooler&) = delete;
  ~Pooler() {
    ::kill(process_, SIGKILL);
    testing::wait_for_end(process_);
    std::filesystem::remove_all(folder_);
  }
  /// The same database by way of the pooler.
  std::string url(const NewDatabase& place) const {
    const auto direct = place.url();
    return "postgres://tenon@127.0.0.1:" + std::to_string(port_) + direct.substr(direct.rfind('/'));
  }

 private:
  std::uint16_t port_;
  std::filesystem::path folder_;
  pid_t process_ = -1;
};

std::unique_ptr<PostgresDatabase> open_patiently(const std::string& url) {
  for (int i = 0; i < 1200; ++i) {
    try {
      return open_url(url, {});
    } catch (const std::runtime_error& fault) {
      if (std::string_view(fault.what()).find("refused") == std::string_view::npos) throw;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
  throw std::runtime_error("the pooler does not answer");
}

class PostgresPooler : public ::testing::Test {
 protected:
  NewDatabase place_{testing::shared_server().url("postgres")};
  Pooler pooler_;
};

TEST_F(PostgresPooler, OfTransactionsIsServedWithoutPreparedStatements) {
  const auto database = open_patiently(pooler_.url(place_) + "?tenon_prepared=off");
  testing::define(*database, {"CREATE TABLE t (a bigint PRIMARY KEY)"});
  const auto insert = statement("INSERT INTO t VALUES ($1)", {sql::Type::int64}, "t");
  const auto count = statement("SELECT count(*) + $1 FROM t", {sql::Type::int64});
  // Many clients' connections on two of the server's.
  std::vector<std::thread> clients;
  std::atomic<int> wrong{0};
  for (std::int64_t client = 0; client < 4; ++client)
    clients.emplace_back([&, client] {
      base::BlockingLoop loop;
      for (std::int64_t i = 0; i < 20; ++i) {
        const std::vector<Value> values{client * 100 + i};
        const OnRow on_row;
        const std::function<void()> restart = [] {};
        const auto deadline = base::Deadline::after(std::chrono::seconds(20));
        auto write = database->write_one(insert, values, nullptr, on_row, restart, deadline);
        std::vector<base::Task<Outcome<std::vector<testing::Row>>>> reads;
        for (int k = 0; k < 5; ++k) reads.push_back(testing::read_rows(*database, count, {std::int64_t{k}}, deadline));
        auto script_task =
            database->write(script("INSERT INTO t VALUES ($1)", {sql::Type::int64}, {client * 100 + 50 + i}));
        write.start();
        script_task.start();
        for (auto& read : reads) read.start();
        while (!write.done() || !script_task.done()) loop.run_one();
        for (auto& read : reads) {
          while (!read.done()) loop.run_one();
          if (!read.take()) ++wrong;
        }
        if (!write.take()) ++wrong;
        if (!script_task.take()) ++wrong;
      }
    });
  for (auto& client : clients) client.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(testing::psql(place_.url(), "SELECT count(*) FROM t"), "160");
}

TEST_F(PostgresPooler, ThatIsNotDeclaredIsRefusedWithWhatToDo) {
  try {
    open_patiently(pooler_.url(place_));
    FAIL() << "opened";
  } catch (const std::runtime_error& fault) {
    EXPECT_NE(std::string_view(fault.what()).find("tenon_prepared=off"), std::string_view::npos) << fault.what();
  }
}

}  // namespace
}  // namespace tenon::db::postgres
