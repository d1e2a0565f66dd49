#ifndef MOKUHYO_LIBS_DOMAIN_FORMS_FORMS_STATE_H_
#define MOKUHYO_LIBS_DOMAIN_FORMS_FORMS_STATE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mokuhyo/events/v1/city_event.pb.h"
#include "mokuhyo/forms/v1/form.pb.h"

namespace mokuhyo::domain {

// The id of a form: the last part of its name. Points into `form`.
std::string_view FormId(const forms::v1::Form& form);

// The forms of a city as the fold of the stream `forms`. Copies share the forms, which never
// change. Not thread-safe; a const FormsState may be read by many threads.
class FormsState {
 public:
  // Applies one event. Cannot fail.
  void Evolve(const events::v1::FormEvent& event, uint64_t revision);

  // Revision of the last event folded; absent before the first.
  std::optional<uint64_t> revision() const { return revision_; }
  // A version of a form, or the newest for 0. Null if there is none. Valid as long as this state or
  // a copy of it lives.
  const forms::v1::Form* Find(std::string_view id, uint32_t version) const;
  // The same, to be kept beyond the life of this state.
  std::shared_ptr<const forms::v1::Form> Share(std::string_view id, uint32_t version) const;
  // All ids, in byte order.
  std::vector<std::string> ids() const;

 private:
  std::optional<uint64_t> revision_;
  // Versions 1, 2, 3 … of each form.
  std::map<std::string, std::vector<std::shared_ptr<const forms::v1::Form>>, std::less<>> forms_;
};

}  // namespace mokuhyo::domain

#endif  // MOKUHYO_LIBS_DOMAIN_FORMS_FORMS_STATE_H_
