#include "truth/truth_json.h"

#include <functional>

#include "griot/json.hpp"
#include "griot/time.hpp"
#include "history/history.h"

namespace griot::demo {
namespace {

using Json = json::Writer<std::string>;

std::string Iso(int64_t at) { return IsoString(at); }
std::string DayText(int64_t day) { return Iso(day * kDay).substr(0, 10); }

double Share(uint64_t part, uint64_t all) {
  return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
}

void Distribution(Json& w, const std::vector<double>& values) {
  w.BeginObject().Key("count").Uint(values.size());
  if (!values.empty()) {
    w.Key("median").Double(Percentile(values, 0.5)).Key("p90").Double(Percentile(values, 0.9));
  }
  w.EndObject();
}

std::vector<double> Seconds(const Truth& truth, const std::function<bool(const Wait&)>& which) {
  std::vector<double> seconds;
  for (const Wait& wait : truth.waits) {
    const bool answered =
        wait.end == Wait::End::kAnswered || wait.end == Wait::End::kAnsweredByAgent;
    if (answered && which(wait)) {
      seconds.push_back(SecondsOf(wait.ended - wait.since));
    }
  }
  return seconds;
}

void Events(Json& w, const Truth& truth) {
  w.Key("sent").Uint(truth.sent).Key("stored").Uint(truth.stored);
  w.Key("duplicates").Uint(truth.duplicates);
  w.Key("events").BeginObject();
  for (const auto& [channel, names] : truth.events) {
    w.Key(channel).BeginObject();
    for (const auto& [name, count] : names) w.Key(name).Uint(count);
    w.EndObject();
  }
  w.EndObject();
}

void Sessions(Json& w, const Truth& truth) {
  w.Key("sessions").BeginObject();
  for (const auto& [channel, sum] : truth.sessions) {
    w.Key(channel).BeginObject().Key("count").Uint(sum.all).Key("engaged").Uint(sum.engaged);
    w.Key("converted").Uint(sum.converted).Key("seconds");
    Distribution(w, sum.seconds);
    w.EndObject();
  }
  w.EndObject().Key("visits").Uint(truth.visits);
}

void People(Json& w, const Truth& truth) {
  std::map<std::string, uint64_t> identifiers;
  for (const PersonTruth& person : truth.persons) {
    for (const std::string& id : person.identifiers) ++identifiers[id.substr(0, id.find(':'))];
  }
  w.Key("persons").Uint(truth.persons.size()).Key("identifiers").BeginObject();
  for (const auto& [type, count] : identifiers) w.Key(type).Uint(count);
  w.EndObject().Key("activePeople").Uint(truth.active).Key("newPeople").BeginObject();
  for (const auto& [day, count] : truth.new_people) w.Key(DayText(day)).Uint(count);
  w.EndObject();
}

void Sales(Json& w, const History& history) {
  const Truth& truth = history.truth();
  w.Key("signups").Uint(truth.signups).Key("conversions").BeginObject();
  w.Key("purchase").Uint(truth.purchases).Key("people").Uint(truth.buyers);
  w.Key("value").Uint(truth.value).Key("currency").String(history.business().currency).EndObject();
}

void Responses(Json& w, const Truth& truth) {
  std::map<Wait::End, uint64_t> ends;
  for (const Wait& wait : truth.waits) ++ends[wait.end];
  w.Key("responses").BeginObject().Key("all");
  Distribution(w, Seconds(truth, [](const Wait&) { return true; }));
  w.Key("agents");
  Distribution(
      w, Seconds(truth, [](const Wait& wait) { return wait.end == Wait::End::kAnsweredByAgent; }));
  w.Key("missed").Uint(ends[Wait::End::kMissed]);
  w.Key("resolvedUnanswered").Uint(ends[Wait::End::kResolved]);
  w.Key("open").Uint(ends[Wait::End::kOpen]).EndObject();
  w.Key("resolutions").BeginObject().Key("seconds");
  Distribution(w, truth.resolutions);
  w.Key("outcomes").BeginObject();
  for (const auto& [outcome, count] : truth.outcomes) w.Key(outcome).Uint(count);
  w.EndObject().EndObject();
}

void Messages(Json& w, const MessageTruth& sum) {
  w.Key("attempted").Uint(sum.attempted).Key("sent").Uint(sum.sent);
  w.Key("delivered").Uint(sum.delivered).Key("read").Uint(sum.read);
  w.Key("failed").Uint(sum.failed).Key("replied").Uint(sum.replied);
  w.Key("clicked").Uint(sum.clicked);
}

void AllMessages(Json& w, const Truth& truth) {
  w.Key("messages").BeginObject().Key("received").Uint(truth.received);
  Messages(w, truth.outgoing);
  w.EndObject().Key("templates").BeginObject();
  for (const auto& [name, sum] : truth.templates) {
    w.Key(name).BeginObject();
    Messages(w, sum);
    w.EndObject();
  }
  w.EndObject();
}

// What was planted for a reader of the dashboard to find.
void Stories(Json& w, const History& history) {
  const Truth& truth = history.truth();
  const Business& b = history.business();
  const auto rate = [&](const std::string& name) {
    const auto found = truth.templates.find(name);
    return found == truth.templates.end() ? 0
                                          : Share(found->second.replied, found->second.delivered);
  };
  w.Key("stories").BeginArray();
  w.BeginObject().Key("story").String("better_template").Key("template").String(b.better_template);
  w.Key("than").String(b.lesser_template).Key("replied").Double(rate(b.better_template));
  w.Key("repliedThan").Double(rate(b.lesser_template)).EndObject();

  DeviceTruth here, elsewhere;
  for (const auto& [device, sum] : truth.broken) {
    DeviceTruth& side = device == b.broken_device ? here : elsewhere;
    side.checkouts += sum.checkouts;
    side.purchases += sum.purchases;
  }
  w.BeginObject().Key("story").String("broken_step").Key("step").String("purchase");
  w.Key("device").String(b.broken_device).Key("since").String(Iso(history.plan().broken_from));
  w.Key("purchasesPerCheckout").Double(Share(here.purchases, here.checkouts));
  w.Key("purchasesPerCheckoutElsewhere").Double(Share(elsewhere.purchases, elsewhere.checkouts));
  w.EndObject();

  w.BeginObject().Key("story").String("slow_nights").Key("fromHour").Int(b.night_from);
  w.Key("untilHour").Int(b.night_until).Key("night");
  Distribution(w, Seconds(truth, [](const Wait& wait) { return wait.night; }));
  w.Key("day");
  Distribution(w, Seconds(truth, [](const Wait& wait) { return !wait.night; }));
  w.EndObject().EndArray();
}

void Samples(Json& w, const Truth& truth) {
  w.Key("personList").BeginArray();
  for (const PersonTruth& person : truth.persons) {
    w.BeginArray();
    for (const std::string& id : person.identifiers) w.String(id);
    w.EndArray();
  }
  constexpr std::string_view kEnds[] = {"answered", "agent", "resolved", "missed", "open"};
  w.EndArray().Key("waits").BeginArray();
  for (const Wait& wait : truth.waits) {
    w.BeginObject().Key("phone").String(wait.phone).Key("waitingSince").String(Iso(wait.since));
    w.Key("ended").String(kEnds[static_cast<size_t>(wait.end)]);
    if (wait.end == Wait::End::kAnswered || wait.end == Wait::End::kAnsweredByAgent) {
      w.Key("seconds").Double(SecondsOf(wait.ended - wait.since));
    }
    w.EndObject();
  }
  w.EndArray();
}

}  // namespace

std::string TruthJson(const History& history, bool samples) {
  const Wish& wish = history.wish();
  std::string text;
  Json w(text);
  w.BeginObject().Key("users").Uint(wish.users).Key("days").Uint(wish.days);
  w.Key("seed").Uint(wish.seed).Key("end").String(Iso(wish.end));
  w.Key("begin").String(Iso(history.plan().begin)).Key("business").String(wish.business);
  w.Key("timezone").String(history.business().zone);
  Events(w, history.truth());
  Sessions(w, history.truth());
  People(w, history.truth());
  Sales(w, history);
  Responses(w, history.truth());
  AllMessages(w, history.truth());
  Stories(w, history);
  if (samples) Samples(w, history.truth());
  w.EndObject();
  return text + "\n";
}

}  // namespace griot::demo
