#ifndef MOKUHYO_LIBS_RENDER_FORM_TITLES_H_
#define MOKUHYO_LIBS_RENDER_FORM_TITLES_H_

#include <string>
#include <vector>

#include "google/protobuf/map.h"
#include "libs/render/language.h"
#include "mokuhyo/forms/v1/form.pb.h"

namespace mokuhyo::render {

// What the keys of a form are called. Without a form, or for keys that it does not have, they are
// called by their keys. Thread-safe.
class FormTitles {
 public:
  // `form` may be null; it must outlive the object otherwise.
  FormTitles(const forms::v1::Form* form, Language language);

  std::string Level(const std::string& key) const;
  std::string Stage(const std::string& key) const;
  // The printed sign of a mark, or its title if it has none.
  std::string Mark(const std::string& key) const;

  // A narrative with its title.
  struct Text {
    std::string title;
    std::string text;
  };
  using Texts = google::protobuf::Map<std::string, std::string>;

  // The narratives in the order of the form, unknown keys after them by name. `of_goal` says whose
  // texts they are.
  std::vector<Text> All(const Texts& texts, bool of_goal) const;

  // Of the narratives of a sheet only those written with the results, or only the others.
  std::vector<Text> OfStage(const Texts& texts, bool with_results) const;

 private:
  std::vector<Text> Pick(const Texts& texts, bool of_goal, bool plan, bool result) const;

  const forms::v1::Form& form_;
  const Language language_;
};

}  // namespace mokuhyo::render

#endif  // MOKUHYO_LIBS_RENDER_FORM_TITLES_H_
