#include "libs/serving/metrics.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <prometheus/counter.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/base/errors.h"

namespace mokuhyo::serving {
namespace {

using ::testing::HasSubstr;

// What the port answers to an HTTP GET.
std::string Get(int port, const std::string& path) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  const std::string request = "GET " + path + " HTTP/1.0\r\n\r\n";
  EXPECT_EQ(write(fd, request.data(), request.size()), static_cast<ssize_t>(request.size()));
  std::string answer;
  char buffer[4096];
  for (ssize_t n = 0; (n = read(fd, buffer, sizeof(buffer))) > 0;) {
    answer.append(buffer, static_cast<size_t>(n));
  }
  close(fd);
  return answer;
}

TEST(MetricsTest, ServesWhatIsRegistered) {
  Metrics metrics;
  prometheus::BuildCounter()
      .Name("mokuhyo_things_total")
      .Register(metrics.registry())
      .Add({})
      .Increment(3);
  const auto port = metrics.Expose("127.0.0.1:0");
  ASSERT_TRUE(port.ok()) << port.status();
  EXPECT_THAT(Get(*port, "/metrics"), HasSubstr("mokuhyo_things_total 3"));
}

TEST(MetricsTest, SaysThatThePortIsTaken) {
  Metrics first;
  const auto port = first.Expose("127.0.0.1:0");
  ASSERT_TRUE(port.ok()) << port.status();
  Metrics second;
  const auto taken = second.Expose(absl::StrCat("127.0.0.1:", *port));
  EXPECT_EQ(base::ErrorReason(taken.status()), "METRICS_LISTEN_FAILED") << taken.status();
  EXPECT_THAT(std::string(taken.status().message()), HasSubstr(std::to_string(*port)));
}

}  // namespace
}  // namespace mokuhyo::serving
