#pragma once

#include <string>
#include <string_view>

namespace griot::dashboard {

// The one place that hides from viewers who somebody is and what they wrote. It goes by how a text
// looks and by what its member is called, so that no report can forget it: numbers of phones keep
// their beginning and two digits, e-mail addresses their first letter and host, what WhatsApp
// made of a number (wamid.…) nothing, and members for free text (text, body, caption, …) nothing.
// Rather too much than too little: a number of nine digits or more within a text is a phone.

// A text as it stands, in a table or a name.
std::string MaskText(std::string_view text);

// A whole JSON answer, members' names too. What is no JSON becomes an empty text.
std::string MaskJson(std::string_view json);

}  // namespace griot::dashboard
