// Inserts into PostgreSQL with the unique keys that our log has: position in the city, revision in
// the stream, request.

#include <libpq-fe.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bench/fail.h"
#include "tests/bench/measurement.h"

namespace mokuhyo::bench {
namespace {

struct PostgresFlags {
  std::string connection;
  size_t connections = 64;
  size_t payload_bytes = 300;
  bool function = false;
  double seconds = 3;
  double warm_up = 0.5;
};

// Positions come from a sequence: cheaper than ours, which are dense and in the order of commits.
constexpr const char* kSchema = R"sql(
DROP TABLE IF EXISTS bench_events, bench_requests, bench_heads;
DROP SEQUENCE IF EXISTS bench_positions;
CREATE SEQUENCE bench_positions CACHE 1;
CREATE TABLE bench_events (
  city text NOT NULL, position bigint NOT NULL, stream text NOT NULL, revision bigint NOT NULL,
  type text NOT NULL, recorded timestamptz NOT NULL DEFAULT now(), payload bytea NOT NULL,
  caller text NOT NULL, request text NOT NULL,
  PRIMARY KEY (city, position), UNIQUE (city, stream, revision), UNIQUE (city, caller, request));
CREATE TABLE bench_heads (
  city text NOT NULL, stream text NOT NULL, revision bigint NOT NULL, PRIMARY KEY (city, stream));
CREATE OR REPLACE FUNCTION bench_append(
  the_city text, the_stream text, expected bigint, the_payload bytea, the_request text)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE at bigint;
BEGIN
  UPDATE bench_heads SET revision = expected WHERE city = the_city AND stream = the_stream
    AND revision = expected - 1;
  IF NOT FOUND THEN
    INSERT INTO bench_heads VALUES (the_city, the_stream, expected);
  END IF;
  at := nextval('bench_positions');
  INSERT INTO bench_events (city, position, stream, revision, type, payload, caller, request)
    VALUES (the_city, at, the_stream, expected, 'ResultsReported', the_payload, 'bench',
            the_request);
  RETURN at;
END $$;
)sql";

struct Closer {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Connection = std::unique_ptr<PGconn, Closer>;

Connection Connect(const std::string& where) {
  Connection connection(PQconnectdb(where.c_str()));
  if (PQstatus(connection.get()) != CONNECTION_OK) Fail(PQerrorMessage(connection.get()));
  return connection;
}

bool Execute(PGconn* connection, const char* sql) {
  PGresult* const result = PQexec(connection, sql);
  const bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  return ok;
}

void Run(const PostgresFlags& flags) {
  const Connection setup = Connect(flags.connection);
  if (!Execute(setup.get(), kSchema)) Fail(PQerrorMessage(setup.get()));
  const std::string payload(flags.payload_bytes, 'x');
  const char* const statement =
      flags.function
          ? "SELECT bench_append('niigata', $1, $2::bigint, $3::bytea, $4)"
          : "INSERT INTO bench_events (city, position, stream, revision, type, payload, caller, "
            "request) VALUES ('niigata', nextval('bench_positions'), $1, $2::bigint, "
            "'ResultsReported', $3::bytea, 'bench', $4)";
  std::atomic<size_t> written = 0;
  std::atomic<bool> failed = false;
  const absl::Time begin = absl::Now() + absl::Seconds(flags.warm_up);
  const absl::Time end = begin + absl::Seconds(flags.seconds);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < flags.connections; ++i) {
    threads.emplace_back([&, i] {
      const Connection connection = Connect(flags.connection);
      Execute(connection.get(), "SET synchronous_commit = on");
      PQclear(PQprepare(connection.get(), "append", statement, 4, nullptr));
      const std::string stream = absl::StrCat("sheets/2022-nishi-", i);
      for (uint64_t revision = 0; absl::Now() < end; ++revision) {
        const std::string number = absl::StrCat(revision);
        const std::string request = absl::StrCat(i, "-", revision);
        const char* const values[] = {stream.c_str(), number.c_str(), payload.c_str(),
                                      request.c_str()};
        PGresult* const result =
            PQexecPrepared(connection.get(), "append", 4, values, nullptr, nullptr, 0);
        const auto status = PQresultStatus(result);
        PQclear(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
          failed = true;
          return;
        }
        const absl::Time now = absl::Now();
        if (now >= begin && now < end) ++written;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  if (failed) Fail("an insert failed");
  Print({{"per_second", static_cast<double>(written) / flags.seconds}});
}

}  // namespace

void AddPostgresCommands(CLI::App& app) {
  static PostgresFlags flags;
  CLI::App* const command =
      app.add_subcommand("append-postgres", "the same events into PostgreSQL, one a transaction");
  command->add_option("--connect", flags.connection, "as libpq takes it")->required();
  command->add_option("--connections", flags.connections, "connections");
  command->add_option("--payload", flags.payload_bytes, "bytes of an event's payload");
  command->add_flag("--function", flags.function,
                    "through a function that checks the revision of the stream");
  command->add_option("--seconds", flags.seconds, "how long to measure");
  command->add_option("--warm-up", flags.warm_up, "seconds before");
  command->callback([] { Run(flags); });
}

}  // namespace mokuhyo::bench
