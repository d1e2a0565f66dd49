#include "libs/render/event_words.h"

#include <algorithm>
#include <iterator>

namespace mokuhyo::render {
namespace {

struct EventWords {
  std::string_view type;
  const char* ja;
  const char* en;
};

constexpr EventWords kWords[] = {
    {"CityCreated", "市を登録", "city created"},
    {"FormRegistered", "様式を登録", "form registered"},
    {"OrgUnitOpened", "組織を設置", "org unit opened"},
    {"OrgUnitRenamed", "組織の名称を変更", "org unit renamed"},
    {"OrgUnitMoved", "組織を移管", "org unit moved"},
    {"OrgUnitClosed", "組織を廃止", "org unit closed"},
    {"OrgUnitSplit", "組織を分割", "org unit split"},
    {"OrgUnitsMerged", "組織を統合", "org units merged"},
    {"PlaceReserved", "シートの枠を確保", "place of a sheet taken"},
    {"PlaceReleased", "シートの枠を解放", "place of a sheet freed"},
    {"EventRedacted", "個人情報を削除", "personal data removed"},
    {"SheetCreated", "シートを作成", "sheet created"},
    {"SheetUpdated", "シートを変更", "sheet updated"},
    {"SheetDeleted", "シートの下書きを削除", "draft of a sheet deleted"},
    {"GoalCreated", "目標を追加", "goal created"},
    {"GoalUpdated", "目標を変更", "goal updated"},
    {"GoalMoved", "目標を移動", "goal moved"},
    {"GoalWithdrawn", "目標を取下げ", "goal withdrawn"},
    {"GoalRemoved", "目標を削除", "goal removed"},
    {"IndicatorCreated", "指標を追加", "indicator created"},
    {"IndicatorUpdated", "指標を変更", "indicator updated"},
    {"IndicatorRemoved", "指標を削除", "indicator removed"},
    {"TargetsSet", "目標値を設定", "targets set"},
    {"PastValuesSet", "過去の実績値を設定", "past values set"},
    {"GoalsLinked", "目標を関連付け", "goals linked"},
    {"GoalsUnlinked", "目標の関連付けを解除", "goals unlinked"},
    {"TotalsDeclared", "集計欄を記載", "totals declared"},
    {"SeriesBroken", "指標の系列を区切り", "series broken"},
    {"GoalsSubmitted", "目標を提出", "goals submitted"},
    {"GoalsReturned", "目標を差戻し", "goals returned"},
    {"GoalsApproved", "目標を承認", "goals approved"},
    {"GoalsPublished", "目標を公表", "goals published"},
    {"ResultsReported", "実績を報告", "results reported"},
    {"ResultsCorrected", "実績を訂正", "results corrected"},
    {"ResultsWithdrawn", "実績を取下げ", "results withdrawn"},
    {"MarkedIntentionallyBlank", "空欄と確認", "left blank on purpose"},
    {"NarrativeRecorded", "成果の記述を記録", "narrative recorded"},
    {"GoalsAssessed", "目標を評価", "goals assessed"},
    {"EvaluationSubmitted", "評価を提出", "evaluation submitted"},
    {"EvaluationReturned", "評価を差戻し", "evaluation returned"},
    {"EvaluationConfirmed", "評価を確定", "evaluation confirmed"},
    {"EvaluationReopened", "評価を再開", "evaluation reopened"},
    {"ObservationAnswered", "所見に回答", "observation answered"},
    {"EditionPublished", "版を公表", "edition published"},
};

}  // namespace

std::string EventLabel(std::string_view type, Language language) {
  const std::string_view name = type.substr(type.rfind('.') + 1);
  const auto found = std::find_if(std::begin(kWords), std::end(kWords),
                                  [&](const EventWords& words) { return words.type == name; });
  if (found == std::end(kWords)) return std::string(name);
  return Say(language, found->ja, found->en);
}

}  // namespace mokuhyo::render
