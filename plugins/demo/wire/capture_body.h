#pragma once

#include <string>

#include "griot/json.hpp"
#include "history/happening.h"
#include "history/history.h"

namespace griot::demo {

// One body of POST /v1/capture, with as many events as are added: those of the site, and those that
// a CRM tells. One thread.
class CaptureBody {
 public:
  // What it refers to must outlive it.
  explicit CaptureBody(const History& history) : history_(history), json_(text_) {}
  CaptureBody(const CaptureBody&) = delete;
  CaptureBody& operator=(const CaptureBody&) = delete;

  void Add(const Happening& happening);
  size_t count() const { return count_; }
  size_t size() const { return text_.size(); }
  // The whole body, behind which nothing can be added.
  std::string Finish();

 private:
  using Json = json::Writer<std::string>;

  // capture_body.cc
  void Envelope(const Happening& happening);

  // capture_web.cc
  void Web(const Happening& happening, const Customer& customer);
  void Page(const Happening& happening);
  void WebContext(const Happening& happening, const Customer& customer);
  void Traits(const Customer& customer);

  // capture_crm.cc
  void Crm(const Happening& happening, const Customer& customer);
  void CrmMessage(const Happening& happening);
  void CrmChat(const Happening& happening);
  void CampaignSent(const Happening& happening);
  std::string_view Agent(uint32_t number) const;

  const History& history_;
  std::string text_;
  Json json_;
  size_t count_ = 0;
};

}  // namespace griot::demo
