#ifndef MOKUHYO_TOOLS_CLIENT_NAMES_H_
#define MOKUHYO_TOOLS_CLIENT_NAMES_H_

#include <string>
#include <string_view>

namespace mokuhyo::client {

// The resource name of a city as people type it: `niigata` or `cities/niigata`.
std::string CityResource(std::string_view typed);

// The resource name of a sheet as people type it: `niigata/2022-nishi-somu` or in full. Anything
// else is left as it is, for the server to refuse with an explanation.
std::string SheetResource(std::string_view typed);

// The resource name of a form in the city of a sheet.
std::string FormResource(std::string_view sheet_resource, std::string_view form);

// A request id that nobody has used: 128 random bits.
std::string NewRequestId();

}  // namespace mokuhyo::client

#endif  // MOKUHYO_TOOLS_CLIENT_NAMES_H_
