#ifndef MOKUHYO_LIBS_DOMAIN_FORMS_SHIPPED_FORMS_H_
#define MOKUHYO_LIBS_DOMAIN_FORMS_SHIPPED_FORMS_H_

#include <string_view>
#include <vector>

#include "mokuhyo/forms/v1/form.pb.h"

namespace mokuhyo::domain {

// The forms that come with the product, ordered by id, as a new city gets them: named
// `cities/{city}/forms/{form}`, version 1. They are data (libs/domain/forms/shipped/*.json) and
// satisfy CheckForm. Thread-safe.
std::vector<forms::v1::Form> ShippedForms(std::string_view city);

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_FORMS_SHIPPED_FORMS_H_
