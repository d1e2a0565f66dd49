#include "tests/crash/ledger.h"

#include <cstdio>
#include <sstream>

#include "gtest/gtest.h"
#include "libs/eventstore/blocking.h"
#include "libs/eventstore/event_record.h"
#include "libs/proof/hash.h"
#include "tests/crash/appends.h"

namespace mokuhyo::eventstore {

void Ledger::Acknowledge(const std::string& id, uint64_t first, uint64_t last) {
  const std::lock_guard lock(mutex_);
  acknowledged_[id] = {first, last};
  unverified_[id] = {first, last};
}

bool Ledger::VerifyNew(RocksDbEventStore& store) {
  const std::lock_guard lock(mutex_);
  ReadOn(store);
  for (const auto& [id, range] : unverified_) {
    const auto found = found_.find(id);
    if (found == found_.end()) {
      ADD_FAILURE() << "acknowledged and lost: " << id;
      ++lost_;
      continue;
    }
    EXPECT_EQ(found->second.first, range.first) << id;
    EXPECT_EQ(found->second.last, range.last) << id;
  }
  unverified_.clear();
  for (const auto& [id, range] : found_now_) VerifyReceipt(store, id, range);
  found_now_.clear();
  VerifyTree(store);
  return !testing::Test::HasFailure();
}

bool Ledger::VerifyAll(RocksDbEventStore& store) {
  {
    const std::lock_guard lock(mutex_);
    position_ = 0;
    found_.clear();
    found_now_.clear();
    next_revision_.clear();
    tree_ = proof::Frontier();
    unverified_ = acknowledged_;
  }
  return VerifyNew(store);
}

void Ledger::Print(int rounds) const {
  std::printf("| %-44s | %6d | %12zu | %8zu | %4llu |\n", fault_.c_str(), rounds,
              acknowledged_.size(), found_.size(), static_cast<unsigned long long>(lost_));
  std::fflush(stdout);
}

void Ledger::ReadOn(RocksDbEventStore& store) {
  store::v1::ReadCityRequest request;
  request.set_city(kCity);
  while (true) {
    request.set_from_position(position_ + 1);
    const auto page = ReadCityNow(store, request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& event : page->events()) Take(event);
    if (page->end_of_log()) break;
  }
  EXPECT_EQ(due_, 0) << "the last append is not whole";
}

void Ledger::Take(const store::v1::RecordedEvent& event) {
  EXPECT_EQ(event.position(), ++position_);
  EXPECT_EQ(event.revision(), next_revision_[event.stream()]++);
  std::istringstream payload(event.payload());
  int number = -1;
  char slash = 0;
  int of = 0;
  payload >> number >> slash >> of;
  EXPECT_EQ(number, due_) << "an append is not whole at position " << position_;
  if (number == 0) {
    total_ = of;
    EXPECT_FALSE(found_.contains(event.request_id())) << "twice: " << event.request_id();
    found_now_[event.request_id()].first = position_;
  }
  found_now_[event.request_id()].last = position_;
  found_[event.request_id()] = found_now_[event.request_id()];
  due_ = number + 1 == total_ ? 0 : number + 1;
  tree_.Add(proof::LeafHash(EncodeLeaf(event)), [](auto&&...) {});
}

void Ledger::VerifyReceipt(RocksDbEventStore& store, const std::string& id, const Range& range) {
  store::v1::FindRequestRequest request;
  request.set_city(kCity);
  request.mutable_request()->set_caller(kCaller);
  request.mutable_request()->set_method(kMethod);
  request.mutable_request()->set_id(id);
  const auto found = FindRequestNow(store, request);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_TRUE(found->has_receipt()) << "without receipt: " << id;
  EXPECT_EQ(found->receipt().appended().first_position(), range.first);
  EXPECT_EQ(found->receipt().appended().last_position(), range.last);
}

void Ledger::VerifyTree(RocksDbEventStore& store) {
  const auto root = store.operations().FindRoot(kCity, position_);
  ASSERT_TRUE(root.ok()) << root.status();
  EXPECT_EQ(*root, tree_.Root()) << "the tree over " << position_ << " events";
}

}  // namespace mokuhyo::eventstore
