// The scripts' texts. Redis runs Lua 5.1; an error reply inside pcall is a table with `err`.
#include "scripts.h"

namespace griot::redis_queue {
namespace {

// ARGV: partitions, format version
constexpr char kPrepare[] = R"lua(#!lua flags=allow-oom
local function check(key, wanted)
  local is = redis.call('TYPE', key).ok
  if is ~= 'none' and is ~= wanted then
    return redis.error_reply('WRONGTYPE ' .. key .. ' is a ' .. is .. ', not a ' .. wanted)
  end
end
local wrong = check('griot:q', 'hash') or check('griot:depth', 'hash')
  or check('griot:ledger', 'hash') or check('griot:config', 'hash')
if wrong then return wrong end
redis.call('HSETNX', 'griot:q', 'partitions', ARGV[1])
redis.call('HSETNX', 'griot:q', 'format', ARGV[2])
for p = 0, tonumber(ARGV[1]) - 1 do
  wrong = check('griot:q:' .. p, 'stream')
  if wrong then return wrong end
end
return redis.call('HMGET', 'griot:q', 'partitions', 'format')
)lua";

// ARGV: group, member, ttl ms, partitions, joins (0: hands everything over), then for each lease
// that the caller ever held: partition, its last fence, 1 where it believes to hold it still. Gives
// {partition, fence, wanted, died} for each lease held now, and {partition, '', 1, 0} for each that
// is the caller's by assignment but still another's. died: the last owner was another, and did not
// give it back. A fence is never below the clock: one that a flushed Redis gave out again would be
// refused by every store that has seen the older, higher one.
constexpr char kClaim[] = R"lua(#!lua flags=allow-oom
local group, member, ttl, parts = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local members = 'griot:members:' .. group
redis.call('ZREMRANGEBYSCORE', members, '-inf', string.format('(%.0f', now))
if ARGV[5] == '1' then
  redis.call('ZADD', members, string.format('%.0f', now + ttl), member)
else
  redis.call('ZREM', members, member)
end
local mine, former = {}, {}
for i = 6, #ARGV, 3 do
  local p = tonumber(ARGV[i])
  former[p] = ARGV[i + 1]
  if ARGV[i + 2] == '1' then mine[p] = ARGV[i + 1] end
end
local all = redis.call('ZRANGE', members, 0, -1)
table.sort(all)
local reply = {}
for p = 0, parts - 1 do
  local key = 'griot:lease:' .. group .. ':' .. p
  local wanted = #all > 0 and all[p % #all + 1] == member
  local holder = redis.call('GET', key)
  if mine[p] and holder == member .. '|' .. mine[p] then
    redis.call('PEXPIRE', key, ttl)
    reply[#reply + 1] = {p, mine[p], wanted and 1 or 0, 0}
  elseif wanted and (not holder or string.sub(holder, 1, #member + 1) == member .. '|') then
    local last = redis.call('HGET', 'griot:fence:' .. group, p)
    local back = redis.call('HGET', 'griot:fence:' .. group, 'back:' .. p)
    local died = last and last ~= back and last ~= former[p]
    local fence = string.format('%.0f', math.max(tonumber(last or '0') + 1, now))
    redis.call('HSET', 'griot:fence:' .. group, p, fence)
    redis.call('SET', key, member .. '|' .. fence, 'PX', ttl)
    redis.pcall('XGROUP', 'CREATE', 'griot:q:' .. p, group, '0', 'MKSTREAM')
    reply[#reply + 1] = {p, fence, 1, died and 1 or 0}
  elseif wanted then
    reply[#reply + 1] = {p, '', 1, 0}
  end
end
return reply
)lua";

// ARGV: group, member, leaves, then partition and fence of each lease
constexpr char kRelease[] = R"lua(#!lua flags=allow-oom
for i = 4, #ARGV, 2 do
  local key = 'griot:lease:' .. ARGV[1] .. ':' .. ARGV[i]
  if redis.call('GET', key) == ARGV[2] .. '|' .. ARGV[i + 1] then
    redis.call('DEL', key)
    redis.call('HSET', 'griot:fence:' .. ARGV[1], 'back:' .. ARGV[i], ARGV[i + 1])
  end
end
if ARGV[3] == '1' then redis.call('ZREM', 'griot:members:' .. ARGV[1], ARGV[2]) end
return 1
)lua";

// ARGV: group, member, partition, fence, cursor, count, died (1: the last owner), most deaths
// Gives {'lost'} or {'ok', next cursor, entries, ids that were trimmed away, last delivered id,
// deaths of the entries}. An entry's deaths are its delivery count less one: a takeover alone
// leaves it, a death adds one to the entry that was on trial and to those below the most. At the
// end it forgets dead members' consumers, which nothing else would ever remove.
constexpr char kTakeOver[] = R"lua(#!lua flags=allow-oom
local group, member, p = ARGV[1], ARGV[2], ARGV[3]
if redis.call('GET', 'griot:lease:' .. group .. ':' .. p) ~= member .. '|' .. ARGV[4] then
  return {'lost'}
end
local key, trial = 'griot:q:' .. p, 'griot:trial:' .. group
local died, most = ARGV[7] == '1', tonumber(ARGV[8])
local got = redis.pcall('XAUTOCLAIM', key, group, member, 0, ARGV[5], 'COUNT', ARGV[6], 'JUSTID')
if got.err then
  if string.sub(got.err, 1, 7) ~= 'NOGROUP' then return got end
  redis.call('XGROUP', 'CREATE', key, group, '0', 'MKSTREAM')
  return {'ok', '0-0', {}, {}, '0-0', {}}
end
local tried = string.match(redis.call('GET', trial) or '', '^' .. p .. ' (.*)$')
local entries, deaths = {}, {}
for _, id in ipairs(got[2]) do
  local count = redis.call('XPENDING', key, group, id, id, 1)[1][4]
  if died and (count <= most or id == tried) then count = count + 1 end
  if id == tried then redis.call('DEL', trial) end
  local entry = redis.call('XCLAIM', key, group, member, 0, id, 'RETRYCOUNT', count)[1]
  if entry then
    entries[#entries + 1] = entry
    deaths[#deaths + 1] = count - 1
  end
end
local last = '0-0'
for _, flat in ipairs(redis.call('XINFO', 'GROUPS', key)) do
  local g = {}
  for i = 1, #flat, 2 do g[flat[i]] = flat[i + 1] end
  if g.name == group then last = g['last-delivered-id'] end
end
if got[1] == '0-0' then
  if tried then redis.call('DEL', trial) end
  for _, flat in ipairs(redis.call('XINFO', 'CONSUMERS', key, group)) do
    local c = {}
    for i = 1, #flat, 2 do c[flat[i]] = flat[i + 1] end
    if c.pending == 0 and c.name ~= member
       and not redis.call('ZSCORE', 'griot:members:' .. group, c.name) then
      redis.call('XGROUP', 'DELCONSUMER', key, group, c.name)
    end
  end
end
return {'ok', got[1], entries, got[3] or {}, last, deaths}
)lua";

// ARGV: group, partition, id, member, fence
constexpr char kBeginTrial[] = R"lua(#!lua flags=allow-oom
local lease = redis.call('GET', 'griot:lease:' .. ARGV[1] .. ':' .. ARGV[2])
if lease ~= ARGV[4] .. '|' .. ARGV[5] then return 0 end
local trial, this = 'griot:trial:' .. ARGV[1], ARGV[2] .. ' ' .. ARGV[3]
if redis.call('SETNX', trial, this) == 1 or redis.call('GET', trial) == this then return 1 end
return 0
)lua";

// ARGV: group, partition, id
constexpr char kEndTrial[] = R"lua(#!lua flags=allow-oom
local trial = 'griot:trial:' .. ARGV[1]
if redis.call('GET', trial) == ARGV[2] .. ' ' .. ARGV[3] then redis.call('DEL', trial) end
return 1
)lua";

// ARGV: group, member, most events, most bytes, then partition and fence of each lease
// Gives {partitions whose lease is lost, {partition, entries}…, 1 where a bound ended it}. Reads a
// few of each partition in turn, so that none waits for another, and stops soon after either bound.
constexpr char kRead[] = R"lua(#!lua flags=allow-oom
local group, member = ARGV[1], ARGV[2]
local max_events, max_bytes = tonumber(ARGV[3]), tonumber(ARGV[4])
local lost, out, open = {}, {}, {}
for i = 5, #ARGV, 2 do
  local key = 'griot:lease:' .. group .. ':' .. ARGV[i]
  if redis.call('GET', key) == member .. '|' .. ARGV[i + 1] then
    open[#open + 1] = ARGV[i]
  else
    lost[#lost + 1] = ARGV[i]
  end
end
local entries, events, bytes = 0, 0, 0
while #open > 0 do
  local still = {}
  for _, p in ipairs(open) do
    if events >= max_events or bytes >= max_bytes then return {lost, out, 1} end
    local count = 4
    if entries > 0 then
      count = math.min(128, (max_bytes - bytes) * entries / math.max(bytes, 1),
                       (max_events - events) * entries / math.max(events, 1))
      count = math.max(1, math.floor(count))
    end
    local key = 'griot:q:' .. p
    local got = redis.pcall('XREADGROUP', 'GROUP', group, member, 'COUNT', count,
                            'STREAMS', key, '>')
    if got and got.err then
      if string.sub(got.err, 1, 7) ~= 'NOGROUP' then return got end
      redis.call('XGROUP', 'CREATE', key, group, '0', 'MKSTREAM')
    elseif got then
      local list = got[1][2]
      out[#out + 1] = {p, list}
      for _, entry in ipairs(list) do
        entries = entries + 1
        local fields = entry[2]
        for f = 1, #fields, 2 do
          bytes = bytes + #fields[f + 1]
          if fields[f] == 'n' then events = events + (tonumber(fields[f + 1]) or 1) end
        end
      end
      if #list == count then still[#still + 1] = p end
    end
  end
  open = still
end
return {lost, out, 0}
)lua";

// ARGV: group, counts (1: this group's acks measure the depth), then for each partition: partition,
// number of ids, events, bytes, ids
// An id acknowledged before (by a member that had lost the lease without knowing) counts nothing.
constexpr char kAck[] = R"lua(#!lua flags=allow-oom
local group, counts = ARGV[1], ARGV[2] == '1'
local function take(field, amount)
  if redis.call('HINCRBY', 'griot:depth', field, string.format('%.0f', -amount)) < 0 then
    redis.call('HSET', 'griot:depth', field, 0)
  end
end
local total, total_events, total_bytes, i = 0, 0, 0, 3
while i <= #ARGV do
  local p, n = ARGV[i], tonumber(ARGV[i + 1])
  local events, bytes = tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3])
  local acked = redis.call('XACK', 'griot:q:' .. p, group, unpack(ARGV, i + 4, i + 3 + n))
  total_events = total_events + math.floor(events * acked / n)
  total_bytes = total_bytes + math.floor(bytes * acked / n)
  total = total + acked
  i = i + 4 + n
end
if counts and total > 0 then
  take('n', total_events)
  take('b', total_bytes)
end
return total
)lua";

// ARGV: number of groups, the groups, then partitions
// Gives {trimmed, pending, foreign groups}. Up to the oldest entry that any of the groups has still
// to handle everything goes: whole nodes, which is cheap, or exactly when nothing is left at all.
// When no partition has anything left, not those of others either, the depth is known to be 0,
// whatever a lost second of Redis made of it.
constexpr char kTrim[] = R"lua(#!lua flags=allow-oom
local n = tonumber(ARGV[1])
local holds, primary = {}, ARGV[2]
for i = 2, n + 1 do holds[ARGV[i]] = true end
local function parts(id)
  local ms, seq = string.match(id, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(seq)
end
local function below(a, b)
  local ams, aseq = parts(a)
  local bms, bseq = parts(b)
  return ams < bms or (ams == bms and aseq < bseq)
end
local function after(id)
  local ms, seq = parts(id)
  return string.format('%.0f-%.0f', ms, seq + 1)
end
local function named(flat)
  local t = {}
  for i = 1, #flat, 2 do t[flat[i]] = flat[i + 1] end
  return t
end
local foreign, seen = {}, {}
-- Up to where all groups have handled a partition's entries, whether that is all of them, and how
-- many are being handled; nothing where a group is missing.
local function handled(key)
  local tip = named(redis.call('XINFO', 'STREAM', key))['last-generated-id']
  local upto, found, quiet, pending = nil, 0, true, 0
  for _, flat in ipairs(redis.call('XINFO', 'GROUPS', key)) do
    local g = named(flat)
    if holds[g.name] then
      found = found + 1
      local id = after(g['last-delivered-id'])
      if g.pending > 0 then id = redis.call('XPENDING', key, g.name)[2] end
      if g.pending > 0 or g['last-delivered-id'] ~= tip then quiet = false end
      if not upto or below(id, upto) then upto = id end
      pending = pending + g.pending
    elseif not seen[g.name] then
      seen[g.name] = true
      foreign[#foreign + 1] = g.name
    end
  end
  if found ~= n then return nil, false, pending end
  return upto, quiet, pending
end
local trimmed, all_pending, all_quiet = 0, 0, true
for i = n + 2, #ARGV do
  local key = 'griot:q:' .. ARGV[i]
  if redis.call('EXISTS', key) == 1 then
    local upto, quiet, pending = handled(key)
    all_pending = all_pending + pending
    all_quiet = all_quiet and quiet
    if upto then
      trimmed = trimmed + redis.call('XTRIM', key, 'MINID', quiet and '=' or '~', upto)
    end
  end
end
if all_quiet and redis.call('HGET', 'griot:depth', 'b') ~= '0' then
  for p = 0, tonumber(redis.call('HGET', 'griot:q', 'partitions')) - 1 do
    local key = 'griot:q:' .. p
    if all_quiet and redis.call('EXISTS', key) == 1 then
      local _, quiet = handled(key)
      all_quiet = quiet
    end
  end
  if all_quiet then redis.call('HSET', 'griot:depth', 'n', 0, 'b', 0) end
end
return {trimmed, all_pending, foreign}
)lua";

// ARGV: field, settled
constexpr char kRestore[] = R"lua(#!lua flags=allow-oom
local lost = tonumber(ARGV[2]) - tonumber(redis.call('HGET', 'griot:ledger', ARGV[1]) or '0')
if lost <= 0 then return 0 end
local amount = string.format('%.0f', lost)
redis.call('HINCRBY', 'griot:ledger', ARGV[1], amount)
redis.call('HINCRBY', 'griot:ledger:restored', ARGV[1], amount)
return lost
)lua";

// ARGV: version, document
constexpr char kSetSettings[] = R"lua(#!lua flags=allow-oom
if tonumber(redis.call('HGET', 'griot:config', 'version') or '0') >= tonumber(ARGV[1]) then
  return 0
end
redis.call('HSET', 'griot:config', 'version', ARGV[1], 'json', ARGV[2])
return 1
)lua";

}  // namespace

std::string_view ScriptText(Script script) {
  switch (script) {
    case Script::kPrepare:
      return kPrepare;
    case Script::kClaim:
      return kClaim;
    case Script::kRelease:
      return kRelease;
    case Script::kTakeOver:
      return kTakeOver;
    case Script::kBeginTrial:
      return kBeginTrial;
    case Script::kEndTrial:
      return kEndTrial;
    case Script::kRead:
      return kRead;
    case Script::kAck:
      return kAck;
    case Script::kTrim:
      return kTrim;
    case Script::kRestore:
      return kRestore;
    case Script::kSetSettings:
      return kSetSettings;
    case Script::kCount:
      break;
  }
  return {};
}

}  // namespace griot::redis_queue
