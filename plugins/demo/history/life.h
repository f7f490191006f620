#pragma once

#include <vector>

#include "history/customer.h"
#include "history/happening.h"
#include "history/plan.h"
#include "history/rng.h"

namespace griot::demo {

// Places of the site beside its pages and products, in Happening::text of a page view.
enum Place : uint16_t {
  kHome = 0,
  kFirstPage = 1,
  kFirstProduct = 1000,
  kSignupPage = 2000,
  kLoginPage,
  kCartPage,
  kCheckoutPage,
  kThanksPage,
};

// Codes of errors on the site, in Happening::text.
enum SiteError : uint16_t { kScriptError, kPaymentError };

// What happens to one customer, from its first day to the end of the history: scenes on the web and
// on WhatsApp, each at its time, none of a channel while another of it goes on. What would be after
// the end has not happened, but where the plan goes on: then it is still to come. One thread; lives
// while one customer is told of, appends to `out`.
class Life {
 public:
  // All must outlive it.
  Life(const Plan& plan, const Customer& customer, std::vector<Happening>* out);

  // The history itself (0), then the weeks behind it, one after the other.
  void Play(int week);

 private:
  struct Scene {
    int64_t at = 0;
    bool web = false;
    Happening message;  // the campaign message that it answers or was clicked in, if `campaign`
  };
  struct Outgoing {
    bool sent = false;
    int64_t read_at = 0;  // 0: never
    Happening message;
  };

  // life.cc
  void Schedule(double a_week, bool web);
  void SetHours(int week);
  bool Reaches(size_t campaign) const;
  int64_t PickTime(int64_t from, int64_t to);
  Happening Make(Kind kind, int64_t at);
  // False: it is after the week's end.
  bool Put(Happening happening);

  // web_scene.cc
  void Visit(const Scene& scene);
  void View(uint16_t place, int64_t* at);
  bool PutWeb(Kind kind, int64_t at, uint16_t text = 0, uint32_t number = 0);
  void SignUp(int64_t* at);
  void Shop(size_t product, int64_t* at);
  void Pay(size_t product, int64_t* at);

  // message_scene.cc
  void Broadcast(uint16_t campaign);
  void ConfirmOrder(int64_t at);
  Outgoing SendTemplate(Happening message, const Template& rates);
  void Deliver(const Happening& message, int64_t delivered_at, int64_t read_at);
  void Answer(int64_t at, uint8_t agent, bool echo);

  // chat_scene.cc
  void Chat(const Scene& scene);
  void Ask(const Happening& quoted, int64_t* at);
  void EndChat(int64_t at, bool open, uint8_t agent);
  int64_t AnswerDelay(int64_t at);

  // crm_scene.cc
  void OpenChat(int64_t at);
  void AskBot(int64_t* at);
  void Assign(int64_t at, uint8_t agent, uint8_t before);
  void Resolve(int64_t at, uint8_t agent);

  bool BrokenHere(int64_t at) const;
  uint8_t AnyAgent() { return static_cast<uint8_t>(rng_.Below(business_.agents.size()) + 1); }

  const Plan& plan_;
  const Business& business_;
  const Customer& customer_;
  std::vector<Happening>& out_;
  Rng rng_;
  int64_t from_ = 0, end_ = 0;  // of the week
  std::vector<Scene> scenes_;
  uint32_t serial_ = 0;
  uint32_t last_from_business_ = 0;  // what a reaction is to
  int64_t web_free_ = 0, chat_free_ = 0;
  uint8_t device_ = 0;  // of the visit that goes on
  bool known_[2] = {false, false};
  bool signed_up_ = false, announced_ = false;
  int64_t chat_opened_ = 0;  // of the CRM's chat; 0: none is open
  std::vector<double> hours_until_;
};

}  // namespace griot::demo
