#include "wire/capture_body.h"

#include <utility>

#include "truth/account.h"
#include "wire/names.h"

namespace griot::demo {

void CaptureBody::Add(const Happening& h) {
  if (text_.empty()) json_.BeginObject().Key("batch").BeginArray();
  ++count_;
  json_.BeginObject();
  Envelope(h);
  if (h.who == kBusinessItself) {
    CampaignSent(h);
  } else if (const Customer& customer = history_.customers()[h.who]; OnWeb(h.kind)) {
    Web(h, customer);
  } else {
    Crm(h, customer);
  }
  json_.EndObject();
}

// No `sentAt`: its distance from `timestamp` would be taken for a wrong clock, and these are true.
void CaptureBody::Envelope(const Happening& h) {
  char time[kIsoMillisSize];
  FormatIsoMillis(h.at, time);
  json_.Key("messageId").String(MessageIdOf(history_.wish(), h.who, h.serial));
  json_.Key("event").String(NameOf(h.kind));
  json_.Key("timestamp").String({time, sizeof time});
}

std::string CaptureBody::Finish() {
  json_.EndArray().EndObject();
  return std::move(text_);
}

}  // namespace griot::demo
