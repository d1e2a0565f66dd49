#include "libs/domain/forms/forms_state.h"

namespace mokuhyo::domain {

std::string_view FormId(const forms::v1::Form& form) {
  const std::string_view name = form.name();
  return name.substr(name.rfind('/') + 1);
}

void FormsState::Evolve(const events::v1::FormEvent& event, uint64_t revision) {
  revision_ = revision;
  if (!event.has_form_registered()) return;
  auto form = std::make_shared<const forms::v1::Form>(event.form_registered().form());
  forms_[std::string(FormId(*form))].push_back(std::move(form));
}

const forms::v1::Form* FormsState::Find(std::string_view id, uint32_t version) const {
  return Share(id, version).get();
}

std::shared_ptr<const forms::v1::Form> FormsState::Share(std::string_view id,
                                                         uint32_t version) const {
  const auto found = forms_.find(id);
  if (found == forms_.end() || version > found->second.size()) return nullptr;
  return version == 0 ? found->second.back() : found->second[version - 1];
}

std::vector<std::string> FormsState::ids() const {
  std::vector<std::string> ids;
  ids.reserve(forms_.size());
  for (const auto& [id, versions] : forms_) ids.push_back(id);
  return ids;
}

}  // namespace mokuhyo::domain
