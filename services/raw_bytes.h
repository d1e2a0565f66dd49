#ifndef MOKUHYO_SERVICES_RAW_BYTES_H_
#define MOKUHYO_SERVICES_RAW_BYTES_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/slice.h>

#include <memory>
#include <string>
#include <vector>

// Messages of methods that gRPC hands over unparsed.
namespace mokuhyo::services {

// The bytes of a message that was received.
inline std::string ReadBytes(const grpc::ByteBuffer& received) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  // An empty message has no buffer to dump.
  if (!received.Valid() || !received.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

// A piece of a message that shares `bytes` with whoever else holds them.
inline grpc::Slice ShareSlice(std::shared_ptr<const std::string> bytes) {
  using Shared = std::shared_ptr<const std::string>;
  auto* const shared = new Shared(std::move(bytes));
  return grpc::Slice(
      const_cast<char*>((*shared)->data()), (*shared)->size(),
      [](void* owner) { delete static_cast<Shared*>(owner); }, shared);
}

// A message to send that shares `bytes`.
inline grpc::ByteBuffer ShareBytes(std::shared_ptr<const std::string> bytes) {
  const grpc::Slice slice = ShareSlice(std::move(bytes));
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace mokuhyo::services

#endif  // MOKUHYO_SERVICES_RAW_BYTES_H_
