// A mapping that uses most of the language, a body for it, and somebody who counts what comes out.
#pragma once

#include "tests/plugins/whatsapp_crm/mapping/heard.h"

namespace griot::whatsapp_crm::mapping {

inline constexpr char kCrmMapping[] = R"y(mapping: 1
name: crm
signature: none
redact: [secret, 'entry[].secret']
events:
  - each: entry[].messages[]
    kind: type
    user: from | alt
    time: time_s(t)
    number: ^.id
    context: {account: ^.id}
    events:
      - name: message.received
        when: {type: [text, image], from: {not: {ends: '@g.us'}}}
        key: [^.id, id]
        properties:
          text: body | lower(caption)
          kind: {value: "before(type, '/')", table: {text: text}, else: =other}
          city: custom[name=city].value
          tags: tags
)y";

inline constexpr char kCrmBody[] =
    R"({"secret":"s3cret","entry":[{"id":"E1","secret":12,"messages":[)"
    R"({"id":"a","type":"text","from":"254712345678@c.us","t":"1749416383","body":"J\u00e4mbo"},)"
    R"({"id":"b","type":"image","from":"9@lid","alt":"+254712345679","caption":"HERE","t":1,)"
    R"("custom":[{"name":"city","value":"Kisumu"}],"tags":["x",1]},)"
    R"({"id":"c","type":"new"}]}]})";

class Counter : public Sink {
 public:
  void Event(const Mapped&) override { ++events; }
  void Dead(std::string_view, std::string_view, std::string_view) override { ++dead; }
  void Unknown(std::string_view) override { ++unknown; }
  size_t events = 0, dead = 0, unknown = 0;
};

}  // namespace griot::whatsapp_crm::mapping
