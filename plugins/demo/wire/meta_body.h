#pragma once

#include <string>

#include "griot/json.hpp"
#include "history/happening.h"
#include "history/history.h"

namespace griot::demo {

// One webhook as Meta's Cloud API sends it, with as many updates as are added. One thread.
class MetaBody {
 public:
  // `number_id`: Meta's id of the business's number. What they refer to must outlive it.
  MetaBody(const History& history, const std::string& number_id)
      : history_(history), number_id_(number_id), json_(text_) {}
  MetaBody(const MetaBody&) = delete;
  MetaBody& operator=(const MetaBody&) = delete;

  void Add(const Happening& happening);
  size_t count() const { return count_; }
  size_t size() const { return text_.size(); }
  // The whole body, behind which nothing can be added.
  std::string Finish();

 private:
  using Json = json::Writer<std::string>;
  enum class Change { kNone, kMessages, kEchoes, kStatuses };

  void Open(Change change, const Happening& happening);
  void Close();
  void Message(const Happening& happening, const Customer& customer);
  void Echo(const Happening& happening, const Customer& customer);
  void Status(const Happening& happening, const Customer& customer);
  void Given(const Happening& happening);
  std::string Wamid(const Happening& happening, uint32_t serial) const;
  void Timestamp(const Happening& happening);

  const History& history_;
  const std::string& number_id_;
  std::string text_;
  Json json_;
  Change open_ = Change::kNone;
  size_t count_ = 0;
};

}  // namespace griot::demo
