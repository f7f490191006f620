#pragma once

#include <cstdint>
#include <vector>

#include "array_param.h"
#include "connection.h"
#include "griot/abi.h"
#include "result.h"

namespace griot::postgres {

// Which events of a batch are of people who are forgotten (sql/migrations/0009_forget.sql): they
// are counted, and nothing else of them is kept. Where nobody is, that is one question a batch;
// else it is a round trip more. One thread at a time.
class Forgotten {
 public:
  // In a transaction, before anything is written.
  static constexpr char kAnySql[] = "select griot_forgetting()";
  static constexpr char kWhichSql[] =
      "select * from griot_forgotten($1::text[], $2::text[], $3::text[], $4::bigint[])";

  void Clear(const griot_batch& batch);
  // What griot_forgotten is asked about this batch: its events, then those that ended before the
  // sinks. Valid until the next call.
  Params Ask(const griot_batch& batch);
  void Read(const Result& result);

  bool any() const { return any_; }
  bool Event(uint32_t index) const { return flags_[index] != 0; }
  bool Settled(uint32_t index) const { return flags_[events_ + index] != 0; }

 private:
  void Add(const griot_event& e);

  uint32_t events_ = 0;
  bool any_ = false;
  std::vector<uint8_t> flags_;  // events, then settled ones
  ArrayParam projects_{kText}, users_{kText}, anonymous_{kText}, times_{kInt8};
};

}  // namespace griot::postgres
