#include "libs/domain/forms/decide_form.h"

#include <utility>

#include "google/protobuf/util/message_differencer.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/base/violations.h"
#include "libs/domain/forms/check_form.h"

namespace mokuhyo::domain {

absl::StatusOr<FormEvents> Decide(const FormsState& state,
                                  const organization::v1::RegisterFormRequest& request) {
  base::Violations violations;
  const auto city = base::ParseCityName(request.parent(), "parent");
  violations.Add(city.status());
  const auto name = base::ParseFormName(request.form().name(), "form.name");
  violations.Add(name.status());
  if (city.ok() && name.ok() && city->city != name->city) {
    violations.Add("form.name", "must name the city of `parent`");
  }
  CheckForm(request.form(), "form", violations);
  MOKUHYO_RETURN_IF_ERROR(violations.ToStatus());

  forms::v1::Form form = request.form();
  form.DiscardUnknownFields();
  const forms::v1::Form* newest = state.Find(name->form, 0);
  form.set_version(newest == nullptr ? 0 : newest->version());
  if (newest != nullptr && google::protobuf::util::MessageDifferencer::Equals(*newest, form)) {
    return FormEvents{};
  }
  form.set_version(form.version() + 1);

  FormEvents events(1);
  *events[0].mutable_form_registered()->mutable_form() = std::move(form);
  return events;
}

}  // namespace mokuhyo::domain
