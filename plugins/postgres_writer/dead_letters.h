#pragma once

#include <string>
#include <string_view>

#include "array_param.h"
#include "griot/abi.h"

namespace griot::postgres {

// The rows of dead_letters that a batch makes. Whatever the texts hold, the row is written. Copies
// what it is given. One thread at a time.
class DeadLetters {
 public:
  void Clear();
  bool empty() const { return stages_.count() == 0; }

  // An event, whole; or, where `raw` has bytes, what could not be made into one.
  void AddEvent(const griot_event& e, std::string_view stage, std::string_view reason,
                std::string_view detail, std::string_view raw);
  void AddFact(const griot_fact& fact, std::string_view stage, std::string_view reason,
               std::string_view detail);

  // Whether it is only bytes: a door that may keep nothing of them sends neither these nor an
  // event.
  static bool IsRaw(const griot_event& e, std::string_view raw);
  // Its project as the row has it.
  static std::string ProjectOf(const griot_event& e);

  Params Rows();
  // Passes over raw letters whose id is there already. Returns the ids and projects of the others.
  static const char* const kSql;

 private:
  void AddCommon(std::string_view project, std::string_view source, std::string_view stage,
                 std::string_view kind, const griot_uuid& id, std::string_view name,
                 std::string_view reason, std::string_view detail);
  void Time(ArrayParam& times, griot_time t);

  ArrayParam projects_{kText};
  ArrayParam sources_{kText};
  ArrayParam stages_{kText};
  ArrayParam kinds_{kText};
  ArrayParam ids_{kUuid};
  ArrayParam names_{kText};
  ArrayParam reasons_{kText};
  ArrayParam details_{kText};
  ArrayParam occurred_{kTimestamptz};
  ArrayParam received_{kTimestamptz};
  ArrayParam events_{kText};
  ArrayParam raws_{kBytea};
};

}  // namespace griot::postgres
