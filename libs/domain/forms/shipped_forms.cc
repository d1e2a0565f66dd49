#include "libs/domain/forms/shipped_forms.h"

#include <cstdlib>
#include <string>

#include "google/protobuf/util/json_util.h"
#include "libs/base/resource_name.h"
#include "libs/domain/forms/forms_state.h"
#include "libs/domain/forms/shipped_texts.h"

namespace mokuhyo::domain {
namespace {

std::vector<forms::v1::Form> Parse() {
  std::vector<forms::v1::Form> forms;
  for (const std::string_view text : ShippedFormTexts()) {
    forms::v1::Form& form = forms.emplace_back();
    // A file that does not parse cannot leave the build: the test of this library reads them all.
    if (!google::protobuf::util::JsonStringToMessage(std::string(text), &form).ok()) std::abort();
    form.set_version(1);
  }
  return forms;
}

}  // namespace

std::vector<forms::v1::Form> ShippedForms(std::string_view city) {
  static const auto* const parsed = new std::vector<forms::v1::Form>(Parse());
  std::vector<forms::v1::Form> forms = *parsed;
  for (forms::v1::Form& form : forms) {
    form.set_name(
        base::FormatFormName({.city = std::string(city), .form = std::string(FormId(form))}));
  }
  return forms;
}

}  // namespace mokuhyo::domain
