# Builds the forms of the directory `shipped` into mokuhyo_domain. A form is added by adding its file.
file(GLOB shipped_forms CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/shipped/*.json)
mokuhyo_embed_texts(mokuhyo_domain libs/domain/forms/shipped_texts.h mokuhyo::domain ShippedFormTexts
  FILES ${shipped_forms})
