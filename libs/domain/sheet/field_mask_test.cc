#include "libs/domain/sheet/field_mask.h"

#include "gtest/gtest.h"
#include "libs/domain/testing/proto.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::domain {
namespace {

using google::protobuf::FieldMask;
using sheets::v1::Goal;
using testing::Proto;

FieldMask Mask(const std::vector<std::string>& paths) {
  FieldMask mask;
  for (const std::string& path : paths) mask.add_paths(path);
  return mask;
}

TEST(FieldMaskTest, CopiesClearsAndLeavesAlone) {
  auto goal = Proto<Goal>(R"pb(
    level: "goal"
    label: "1"
    title: "old"
    marks: "a"
    texts { key: "x" value: "old" }
  )pb");
  const auto source = Proto<Goal>(R"pb(title: ""
                                       label: "2"
                                       marks: "b"
                                       marks: "c"
                                       texts { key: "y" value: "new" })pb");
  ApplyFields(source, Mask({"title", "level", "marks", "texts", "title", "no_such_field"}), &goal);
  EXPECT_TRUE(goal.has_title());
  EXPECT_EQ(goal.title(), "");
  EXPECT_EQ(goal.level(), "");
  EXPECT_EQ(goal.label(), "1");
  EXPECT_EQ(goal.marks_size(), 2);
  EXPECT_EQ(goal.texts().size(), 1u);
  EXPECT_EQ(goal.texts().at("y"), "new");
  EXPECT_EQ(source.marks_size(), 2);
}

TEST(FieldMaskTest, FindsWhatDiffers) {
  const auto before = Proto<Goal>(R"pb(level: "goal"
                                       title: ""
                                       marks: "a"
                                       texts { key: "x" value: "1" })pb");
  const auto after = Proto<Goal>(R"pb(level: "goal"
                                      marks: "b"
                                      texts { key: "x" value: "1" })pb");
  const FieldMask changed =
      ChangedFields(before, after, Mask({"texts", "title", "level", "marks", "marks"}));
  EXPECT_EQ(changed.paths_size(), 2);
  EXPECT_TRUE(Names(changed, "title"));
  EXPECT_TRUE(Names(changed, "marks"));
}

TEST(FieldMaskTest, NamesEveryPathThatIsNotAllowed) {
  base::Violations violations;
  CheckMask(Mask({"title", "id", "*"}), {"title", "level"}, "update_mask", violations);
  EXPECT_EQ(violations.list().size(), 2u);
  base::Violations empty;
  CheckMask(Mask({}), {"title"}, "update_mask", empty);
  EXPECT_EQ(empty.list().size(), 1u);
}

}  // namespace
}  // namespace mokuhyo::domain
