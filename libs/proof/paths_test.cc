#include "libs/proof/paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "libs/base/sha256.h"
#include "libs/proof/frontier.h"
#include "libs/proof/hash.h"

namespace mokuhyo::proof {
namespace {

using ::testing::IsEmpty;

// Leaves of the exhaustive tests: beyond 64, so that seven levels are there and one is incomplete.
constexpr uint64_t kLeaves = 70;

Hash FromHex(std::string_view hex) {
  return *ToHash(absl::HexStringToBytes(absl::string_view(hex.data(), hex.size())));
}

std::string Hex(const Hash& hash) { return base::HexEncode(View(hash)); }

std::vector<std::string> Hex(const std::vector<Hash>& hashes) {
  std::vector<std::string> all;
  for (const Hash& hash : hashes) all.push_back(Hex(hash));
  return all;
}

// A tree grown leaf by leaf, whose nodes are kept as a store keeps them.
class GrownTree final : public TreeNodes {
 public:
  explicit GrownTree(const std::vector<std::string>& leaves) {
    for (const std::string& leaf : leaves) {
      frontier_.Add(LeafHash(leaf), [&](uint32_t level, uint64_t index, const Hash& hash) {
        EXPECT_TRUE(nodes_.emplace(std::pair(level, index), hash).second) << "completed twice";
      });
      roots_.push_back(frontier_.Root());
    }
  }

  absl::StatusOr<Hash> Node(uint32_t level, uint64_t index) override {
    const auto node = nodes_.find({level, index});
    if (node == nodes_.end()) return absl::NotFoundError("not complete");
    return node->second;
  }

  // The root that the frontier had at a size.
  const Hash& RootAt(uint64_t size) const { return roots_.at(size - 1); }

 private:
  Frontier frontier_;
  std::map<std::pair<uint32_t, uint64_t>, Hash> nodes_;
  std::vector<Hash> roots_;
};

// The eight leaves that the implementations of Certificate Transparency test with.
std::vector<std::string> PublishedLeaves() {
  std::vector<std::string> leaves;
  for (const char* hex : {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                          "606162636465666768696a6b6c6d6e6f"}) {
    leaves.push_back(absl::HexStringToBytes(hex));
  }
  return leaves;
}

constexpr const char* kPublishedRoots[] = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::vector<std::string> NumberedLeaves() {
  std::vector<std::string> leaves;
  for (uint64_t i = 0; i < kLeaves; ++i) leaves.push_back("leaf " + std::to_string(i));
  return leaves;
}

// MTH, PATH and SUBPROOF as RFC 6962 writes them down, over leaf data.
using Data = std::vector<std::string>;

size_t Split(size_t n) {
  size_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

Data Left(const Data& d) {
  return Data(d.begin(), d.begin() + static_cast<std::ptrdiff_t>(Split(d.size())));
}
Data Right(const Data& d) {
  return Data(d.begin() + static_cast<std::ptrdiff_t>(Split(d.size())), d.end());
}

Hash Mth(const Data& d) {
  if (d.empty()) return EmptyRoot();
  if (d.size() == 1) return LeafHash(d[0]);
  return NodeHash(Mth(Left(d)), Mth(Right(d)));
}

std::vector<Hash> With(std::vector<Hash> path, const Hash& last) {
  path.push_back(last);
  return path;
}

std::vector<Hash> Path(size_t m, const Data& d) {
  if (d.size() == 1) return {};
  const size_t k = Split(d.size());
  return m < k ? With(Path(m, Left(d)), Mth(Right(d))) : With(Path(m - k, Right(d)), Mth(Left(d)));
}

std::vector<Hash> Subproof(size_t m, const Data& d, bool b) {
  if (m == d.size()) return b ? std::vector<Hash>{} : std::vector<Hash>{Mth(d)};
  const size_t k = Split(d.size());
  return m <= k ? With(Subproof(m, Left(d), b), Mth(Right(d)))
                : With(Subproof(m - k, Right(d), false), Mth(Left(d)));
}

Data First(const Data& d, uint64_t size) {
  return Data(d.begin(), d.begin() + static_cast<std::ptrdiff_t>(size));
}

// Calls `visit` with every change of one bit of the hash.
template <typename Visit>
void ForEachFlippedBit(Hash& hash, const Visit& visit) {
  for (char& byte : hash) {
    for (int bit = 0; bit < 8; ++bit) {
      byte = static_cast<char>(byte ^ (1 << bit));
      visit();
      byte = static_cast<char>(byte ^ (1 << bit));
    }
  }
}

TEST(PublishedVectors, Roots) {
  GrownTree tree(PublishedLeaves());
  EXPECT_EQ(Hex(EmptyRoot()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(*RootOf(tree, 0), EmptyRoot());
  EXPECT_EQ(Frontier().Root(), EmptyRoot());
  for (uint64_t size = 1; size <= 8; ++size) {
    EXPECT_EQ(Hex(tree.RootAt(size)), kPublishedRoots[size - 1]);
    EXPECT_EQ(Hex(*RootOf(tree, size)), kPublishedRoots[size - 1]);
  }
}

TEST(PublishedVectors, InclusionPaths) {
  struct Vector {
    uint64_t index;
    uint64_t size;
    std::vector<std::string> path;
  };
  const Vector vectors[] = {
      {0, 1, {}},
      {0,
       8,
       {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
      {5,
       8,
       {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
      {2, 3, {"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
      {1,
       5,
       {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}}};
  const auto leaves = PublishedLeaves();
  GrownTree tree(leaves);
  for (const Vector& vector : vectors) {
    const auto path = InclusionPath(tree, vector.index, vector.size);
    ASSERT_TRUE(path.ok());
    EXPECT_EQ(Hex(*path), vector.path);
    EXPECT_TRUE(VerifyInclusion(LeafHash(leaves[vector.index]), vector.index, vector.size, *path,
                                FromHex(kPublishedRoots[vector.size - 1])));
  }
}

TEST(PublishedVectors, ConsistencyPaths) {
  struct Vector {
    uint64_t first;
    uint64_t second;
    std::vector<std::string> path;
  };
  const Vector vectors[] = {{1, 1, {}},
                            {1,
                             8,
                             {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                              "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                              "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
                            {6,
                             8,
                             {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                              "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                              "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
                            {2,
                             5,
                             {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                              "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}}};
  GrownTree tree(PublishedLeaves());
  for (const Vector& vector : vectors) {
    const auto path = ConsistencyPath(tree, vector.first, vector.second);
    ASSERT_TRUE(path.ok());
    EXPECT_EQ(Hex(*path), vector.path);
    EXPECT_TRUE(VerifyConsistency(vector.first, vector.second, *path,
                                  FromHex(kPublishedRoots[vector.first - 1]),
                                  FromHex(kPublishedRoots[vector.second - 1])));
  }
}

TEST(PathsTest, RootsAreThoseOfTheRfcAndAFrontierMayBeLoadedAtAnySize) {
  const Data leaves = NumberedLeaves();
  GrownTree tree(leaves);
  for (uint64_t size = 1; size <= kLeaves; ++size) {
    const Hash expected = Mth(First(leaves, size));
    EXPECT_EQ(tree.RootAt(size), expected) << size;
    EXPECT_EQ(*RootOf(tree, size), expected) << size;
    auto frontier = Frontier::Load(tree, size);
    ASSERT_TRUE(frontier.ok());
    EXPECT_EQ(frontier->size(), size);
    EXPECT_EQ(frontier->Root(), expected) << size;
    if (size == kLeaves) continue;
    frontier->Add(LeafHash(leaves[size]), [](uint32_t, uint64_t, const Hash&) {});
    EXPECT_EQ(frontier->Root(), tree.RootAt(size + 1)) << size;
  }
}

TEST(PathsTest, InclusionPathsAreThoseOfTheRfcAndProveOneLeafOnly) {
  const Data leaves = NumberedLeaves();
  GrownTree tree(leaves);
  for (uint64_t size = 1; size <= kLeaves; ++size) {
    const Data data = First(leaves, size);
    for (uint64_t index = 0; index < size; ++index) {
      const auto path = InclusionPath(tree, index, size);
      ASSERT_TRUE(path.ok());
      ASSERT_EQ(*path, Path(index, data)) << index << " of " << size;
      for (uint64_t claimed = 0; claimed <= size; ++claimed) {
        ASSERT_EQ(VerifyInclusion(LeafHash(leaves[index]), claimed, size, *path, tree.RootAt(size)),
                  claimed == index)
            << index << " of " << size << " as " << claimed;
      }
    }
  }
}

TEST(PathsTest, ConsistencyPathsAreThoseOfTheRfcAndProveTheseTreesOnly) {
  const Data leaves = NumberedLeaves();
  GrownTree tree(leaves);
  for (uint64_t second = 1; second <= kLeaves; ++second) {
    const Data data = First(leaves, second);
    for (uint64_t first = 1; first <= second; ++first) {
      const auto path = ConsistencyPath(tree, first, second);
      ASSERT_TRUE(path.ok());
      ASSERT_EQ(*path, Subproof(first, data, true)) << first << " to " << second;
      const Hash& root = tree.RootAt(second);
      ASSERT_TRUE(VerifyConsistency(first, second, *path, tree.RootAt(first), root));
      for (uint64_t other = 1; other <= second; ++other) {
        if (other == first) continue;
        ASSERT_FALSE(VerifyConsistency(first, second, *path, tree.RootAt(other), root))
            << first << " to " << second << " with the root of " << other;
      }
    }
  }
}

TEST(PathsTest, EveryTreeGoesOnFromTheEmptyOne) {
  GrownTree tree(NumberedLeaves());
  EXPECT_THAT(*ConsistencyPath(tree, 0, 9), IsEmpty());
  EXPECT_TRUE(VerifyConsistency(0, 9, {}, EmptyRoot(), tree.RootAt(9)));
  EXPECT_FALSE(VerifyConsistency(0, 9, {}, tree.RootAt(1), tree.RootAt(9)));
  EXPECT_FALSE(VerifyConsistency(9, 8, {}, tree.RootAt(9), tree.RootAt(8)));
}

TEST(PathsTest, AnyFlippedBitOfAnInclusionProofRefusesIt) {
  const Data leaves = NumberedLeaves();
  GrownTree tree(leaves);
  for (const uint64_t size : {1u, 2u, 3u, 7u, 8u, 33u, 70u}) {
    for (uint64_t index = 0; index < size; ++index) {
      std::vector<Hash> path = *InclusionPath(tree, index, size);
      Hash leaf = LeafHash(leaves[index]);
      Hash root = tree.RootAt(size);
      const auto refused = [&] {
        ASSERT_FALSE(VerifyInclusion(leaf, index, size, path, root)) << index << " of " << size;
      };
      ForEachFlippedBit(leaf, refused);
      ForEachFlippedBit(root, refused);
      for (Hash& hash : path) ForEachFlippedBit(hash, refused);
      path.push_back(root);
      refused();
      path.pop_back();
      if (path.empty()) continue;
      path.pop_back();
      refused();
    }
  }
}

TEST(PathsTest, AnyFlippedBitOfAConsistencyProofRefusesIt) {
  GrownTree tree(NumberedLeaves());
  for (const uint64_t second : {2u, 3u, 8u, 33u, 70u}) {
    for (uint64_t first = 1; first < second; ++first) {
      std::vector<Hash> path = *ConsistencyPath(tree, first, second);
      Hash first_root = tree.RootAt(first);
      Hash second_root = tree.RootAt(second);
      const auto refused = [&] {
        ASSERT_FALSE(VerifyConsistency(first, second, path, first_root, second_root))
            << first << " to " << second;
      };
      ForEachFlippedBit(first_root, refused);
      ForEachFlippedBit(second_root, refused);
      for (Hash& hash : path) ForEachFlippedBit(hash, refused);
      path.push_back(second_root);
      refused();
      path.pop_back();
      path.pop_back();
      refused();
    }
  }
}

TEST(PathsTest, SizesOfAllBitsAreNotTooLarge) {
  const Hash leaf = LeafHash("leaf");
  const uint64_t largest = ~uint64_t{0};
  EXPECT_FALSE(VerifyInclusion(leaf, largest - 1, largest, {}, leaf));
  EXPECT_FALSE(VerifyInclusion(leaf, largest, largest, {}, leaf));
  EXPECT_FALSE(VerifyConsistency(largest - 1, largest, {leaf, leaf}, leaf, leaf));
}

TEST(PathsTest, ErrorsOfTheNodesAreHandedOn) {
  GrownTree tree(PublishedLeaves());
  EXPECT_TRUE(absl::IsNotFound(RootOf(tree, 9).status()));
  EXPECT_TRUE(absl::IsNotFound(InclusionPath(tree, 2, 9).status()));
  EXPECT_TRUE(absl::IsNotFound(ConsistencyPath(tree, 2, 9).status()));
  EXPECT_TRUE(absl::IsNotFound(Frontier::Load(tree, 9).status()));
}

}  // namespace
}  // namespace mokuhyo::proof
