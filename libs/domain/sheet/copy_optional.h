#ifndef MOKUHYO_LIBS_DOMAIN_SHEET_COPY_OPTIONAL_H_
#define MOKUHYO_LIBS_DOMAIN_SHEET_COPY_OPTIONAL_H_

// Copies an optional field of one message to that of the same name of another. Absent, "" and "-"
// are three different things: only what is there is copied.
#define MOKUHYO_COPY_OPTIONAL(field, from, to)                  \
  do {                                                          \
    if ((from).has_##field()) (to).set_##field((from).field()); \
  } while (false)

#endif  // MOKUHYO_LIBS_DOMAIN_SHEET_COPY_OPTIONAL_H_
