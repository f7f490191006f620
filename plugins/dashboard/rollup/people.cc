#include "plugins/dashboard/rollup/people.h"

#include <algorithm>
#include <unordered_map>

namespace griot::dashboard {
namespace {

template <class T>
T& At(std::vector<T>* values, uint32_t number) {
  if (values->size() <= number)
    values->resize(std::max<size_t>(number + 1, values->size() * 3 / 2));
  return (*values)[number];
}

}  // namespace

void People::Refresh(Db& reader) {
  const std::lock_guard lock(mutex_);
  const Result state = reader.Run(
      "select generation, pg_snapshot_xmin(pg_current_snapshot())::text from rollup_state");
  const int64_t generation = state.int8(0, 0);
  const bool all = generation != generation_;
  Load(reader, all);
  generation_ = generation;
  // What was in progress then is read again, which does no harm.
  from_ = state.text(0, 1);
}

void People::Load(Db& reader, bool all) {
  if (all) {
    actors_.Clear();
    persons_.clear();
    firsts_.clear();
    active_.clear();
    merged_ = Roaring();
    identified_ = Roaring();
  }
  const Result moved =
      all ? reader.Run(
                "select number, person, type from identifiers where number <> person or type <> "
                "'anonymous'",
                {}, Format::kBytes)
          : reader.Run("select number, person, type from identifiers where tx >= $1::text::xid8",
                       {from_}, Format::kBytes);
  for (int i = 0; i < moved.rows(); ++i) {
    const auto number = static_cast<uint32_t>(moved.big_endian(i, 0));
    const auto person = static_cast<uint32_t>(moved.big_endian(i, 1));
    if (moved.text(i, 2) != "anonymous") identified_.add(number);
    if (number == person) {
      merged_.remove(number);
    } else {
      At(&persons_, number) = person;
      merged_.add(number);
    }
  }
  if (moved.rows() > 0) identified_persons_ = Persons(identified_);
  const Result firsts = reader.Run(
      std::string("select number, (extract(epoch from own_at) * 1000000)::bigint, project from "
                  "identifier_firsts") +
          (all ? "" : " where seen_tx >= $1::text::xid8"),
      all ? std::vector<pg::Param>{} : std::vector<pg::Param>{from_}, Format::kBytes);
  for (int i = 0; i < firsts.rows(); ++i) {
    const auto number = static_cast<uint32_t>(firsts.big_endian(i, 0));
    At(&firsts_, number) = firsts.big_endian(i, 1);
    active_[std::string(firsts.text(i, 2))].add(number);
  }
}

uint32_t People::Person(uint32_t identifier) const {
  return merged_.contains(identifier) ? persons_[identifier] : identifier;
}

uint32_t People::PersonOf(uint32_t identifier) const {
  const std::lock_guard lock(mutex_);
  return Person(identifier);
}

Roaring People::IdentifiedOf(const Roaring& persons) const {
  const std::lock_guard lock(mutex_);
  return identified_persons_ & persons;
}

Roaring People::PersonsOf(const Roaring& identifiers) const {
  const std::lock_guard lock(mutex_);
  return Persons(identifiers);
}

Roaring People::Persons(const Roaring& identifiers) const {
  const Roaring others = identifiers & merged_;
  if (others.isEmpty()) return identifiers;
  std::vector<uint32_t> numbers(others.cardinality());
  others.toUint32Array(numbers.data());
  for (uint32_t& number : numbers) number = persons_[number];
  // Those near each other share a container, which is found once.
  std::sort(numbers.begin(), numbers.end());
  Roaring persons = identifiers - others;
  persons.addMany(numbers.size(), numbers.data());
  return persons;
}

std::vector<int64_t> People::FirstTimes(const std::string& project) const {
  const std::lock_guard lock(mutex_);
  const auto found = active_.find(project);
  if (found == active_.end()) return {};
  const Roaring others = found->second & merged_, persons = found->second - others;
  std::vector<int64_t> times;
  times.reserve(persons.cardinality() + others.cardinality());
  // The firsts of those who are known by several identifiers, apart: few as a rule.
  std::unordered_map<uint32_t, int64_t> of_several;
  for (const uint32_t number : others) {
    const auto [first, is_new] = of_several.try_emplace(persons_[number], firsts_[number]);
    if (!is_new) first->second = std::min(first->second, firsts_[number]);
  }
  for (const uint32_t number : persons) {
    const auto other = of_several.empty() ? of_several.end() : of_several.find(number);
    if (other == of_several.end()) {
      times.push_back(firsts_[number]);
    } else {
      other->second = std::min(other->second, firsts_[number]);
    }
  }
  for (const auto& [person, at] : of_several) times.push_back(at);
  return times;
}

}  // namespace griot::dashboard
