#ifndef MOKUHYO_LIBS_RENDER_LABELS_H_
#define MOKUHYO_LIBS_RENDER_LABELS_H_

#include <string>

#include "libs/render/language.h"
#include "mokuhyo/documents/v1/sheet_document.pb.h"
#include "mokuhyo/sheets/v1/sheet.pb.h"

namespace mokuhyo::render {

// A heading: `【目標】`, in English `[Goals]`.
std::string Heading(const std::string& title, Language language);

// `令和4年度 (FY2022)`, in English `FY2022`.
std::string FiscalYearLabel(int fiscal_year, Language language);

// For the head of a narrow column: `令和3`, in English `FY2021`.
std::string ShortFiscalYearLabel(int fiscal_year, Language language);

// A day YYYY-MM-DD for people: `令和5年4月1日`, in English as it is. Nothing else is changed.
std::string DateLabel(const std::string& date, Language language);

// Where a sheet stands, for example `評価確定`.
std::string StateLabel(sheets::v1::SheetState state, Language language);

// What a transcriber did, for example `補った`.
std::string EditorialLabel(documents::v1::EditorialNote::Kind kind, Language language);

// Why a goal does not count where it stands, for example `再掲`.
std::string NotCountedLabel(documents::v1::NotCounted::Reason reason, Language language);

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_LABELS_H_
