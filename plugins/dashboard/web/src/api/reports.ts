// Made by scripts/api.mjs from griot's OpenAPI document: do not edit.

export interface Reports {
  '/agents': {
    agents: { "agent": string | null; "assigned": number | null; "open": number | null; "answered": number | null; "transferred": number | null; "resolved": number | null; "p25_first_response_seconds": number | null; "median_first_response_seconds": number | null; "p75_first_response_seconds": number | null; "p90_first_response_seconds": number | null; "p25_response_seconds": number | null; "median_response_seconds": number | null; "p75_response_seconds": number | null; "p90_response_seconds": number | null; "p25_queue_seconds": number | null; "median_queue_seconds": number | null; "p75_queue_seconds": number | null; "p90_queue_seconds": number | null; "p25_resolution_seconds": number | null; "median_resolution_seconds": number | null; "p75_resolution_seconds": number | null; "p90_resolution_seconds": number | null }[];
  };
  '/campaigns': {
    campaigns: { "value": string | null; "attempted": number | null; "sent": number | null; "delivered": number | null; "read": number | null; "clicked": number | null; "replied": number | null; "responded": number | null; "converted": number | null; "failed": number | null; "recipients": number | null; "delivery_rate": number | null; "read_rate": number | null; "reply_rate": number | null; "conversion_rate": number | null; "first_at": string | null; "last_at": string | null }[];
    templates: { "value": string | null; "attempted": number | null; "sent": number | null; "delivered": number | null; "read": number | null; "clicked": number | null; "replied": number | null; "responded": number | null; "converted": number | null; "failed": number | null; "recipients": number | null; "delivery_rate": number | null; "read_rate": number | null; "reply_rate": number | null; "conversion_rate": number | null; "first_at": string | null; "last_at": string | null }[];
  };
  '/campaigns/variants': {
    variants: { "variant": string | null; "people": number | null; "responded": number | null; "rate": number | null; "rate_low": number | null; "rate_high": number | null; "difference": number | null; "difference_low": number | null; "difference_high": number | null; "probability": number | null; "sample_ratio_p": number | null }[];
  };
  '/drop-offs': {
    step: { "step": number | null; "name": string | null; "from": string | null; "reached_before": number | null; "went_on": number | null; "dropped": number | null; "open": number | null; "rate": number | null };
    factors: { "factor": string | null; "value": string | null; "people": number | null; "went_on": number | null; "rate": number | null; "others": number | null; "others_went_on": number | null; "others_rate": number | null; "difference": number | null; "difference_low": number | null; "difference_high": number | null; "p": number | null; "finding": boolean | null }[];
  };
  '/errors': {
    errors: { "code": string | null; "origin": string | null; "step": string | null; "example": string | null; "events": number | null; "people": number | null; "fatal": number | null; "first_at": string | null; "last_at": string | null }[];
  };
  '/events': {
    events: { "id": string | null; "occurred_at": string | null; "received_at": string | null; "source": string | null; "channel": string | null; "name": string | null; "user_id": string | null; "anonymous_id": string | null; "properties": unknown; "context": unknown }[];
  };
  '/funnel': {
    steps: { "value": string | null; "step": number | null; "name": string | null; "reached": number | null; "conversion": number | null; "conversion_from_previous": number | null; "dropped": number | null; "open": number | null; "median_seconds": number | null; "p90_seconds": number | null }[];
  };
  '/geography': {
    countries: { "country": string | null; "people": number | null; "events": number | null; "own_events": number | null }[];
    places: { "country": string | null; "region": string | null; "city": string | null; "people": number | null; "events": number | null; "own_events": number | null }[];
    sources: { "country": string | null; "source": string | null; "people": number | null; "events": number | null; "own_events": number | null }[];
  };
  '/handovers': {
    handovers: { "step": string | null; "reason": string | null; "handovers": number | null; "users": number | null }[];
  };
  '/health': {
    state: { "rolled_at": string | null; "not_counted_yet": number | null; "behind_seconds": number | null; "freshness_events": number | null; "freshness_p50_seconds": number | null; "freshness_p95_seconds": number | null; "freshness_p99_seconds": number | null; "quarters_to_recount": number | null; "dead_letters": number | null; "queued_events": number | null; "queued_bytes": number | null };
    ledger: { "source": string | null; "stored": number | null; "duplicate": number | null; "filtered": number | null; "dead": number | null; "last_quarter": string | null; "silent": boolean | null }[];
    reasons: { "source": string | null; "kind": string | null; "reason": string | null; "events": number | null }[];
    dead_letters: { "reason": string | null; "stage": string | null; "dead_letters": number | null; "first_at": string | null; "last_at": string | null }[];
  };
  '/heatmap': {
    people: { "weekday": number | null; "hour": number | null; "people": number | null; "own_events": number | null }[];
    messages: { "weekday": number | null; "hour": number | null; "received": number | null; "sent": number | null }[];
  };
  '/narrative': {
    sentences: { "sentence": string | null; "figure": string | null; "value": number | null; "usual_low": number | null; "usual_high": number | null; "p": number | null; "finding": boolean | null; "weeks": number | null; "from": string | null; "to": string | null; "query": string | null }[];
  };
  '/overview': {
    cards: { "sessions": number | null; "engaged_sessions": number | null; "converted_sessions": number | null; "conversion_rate": number | null; "median_seconds": number | null; "p90_seconds": number | null; "events_per_session": number | null; "single_event_share": number | null; "events": number | null; "own_events": number | null; "active_people": number | null; "new_people": number | null; "identified_people": number | null; "anonymous_people": number | null };
    series: { "start": string | null; "events": number | null; "active_people": number | null; "new_people": number | null; "sessions": number | null; "engaged_sessions": number | null; "converted_sessions": number | null }[];
    channels: { "channel": string | null; "people": number | null; "events": number | null; "own_events": number | null }[];
    devices: { "device": string | null; "people": number | null; "events": number | null; "own_events": number | null }[];
    browsers: { "browser": string | null; "people": number | null; "events": number | null; "own_events": number | null }[];
    pages: { "page": string | null; "people": number | null; "events": number | null; "own_events": number | null }[];
    countries: { "country": string | null; "people": number | null; "events": number | null; "own_events": number | null }[];
    entries: { "value": string | null; "engaged_sessions": number | null; "converted_sessions": number | null; "conversion_rate": number | null; "median_seconds": number | null; "p90_seconds": number | null; "events_per_session": number | null; "single_event_share": number | null }[];
    exits: { "value": string | null; "engaged_sessions": number | null; "converted_sessions": number | null; "conversion_rate": number | null; "median_seconds": number | null; "p90_seconds": number | null; "events_per_session": number | null; "single_event_share": number | null }[];
    durations: { "from_seconds": number | null; "to_seconds": number | null; "engaged_sessions": number | null }[];
  };
  '/paths': {
    edges: { "step": number | null; "from": string | null; "kind": string | null; "to": string | null; "transitions": number | null; "people": number | null }[];
  };
  '/people': {
    people: { "person_id": string | null; "first_seen": string | null; "last_seen": string | null; "events": number | null; "messages_received": number | null; "country": string | null; "phone": string | null; "email": string | null; "account": string | null; "lifecycle": string | null }[];
  };
  '/people/:id': {
    person: { "person_id": string | null; "first_seen": string | null; "last_seen": string | null; "first_active": string | null; "last_active": string | null; "events": number | null; "own_events": number | null; "messages_received": number | null; "answered": number | null; "missed": number | null; "median_response_seconds": number | null; "longest_response_seconds": number | null; "waiting_since": string | null; "conversions": number | null; "country": string | null; "channels": unknown; "sessions": number | null; "lifecycle": string | null; "identifiers": unknown };
  };
  '/people/:id/timeline': {
    events: { "id": string | null; "occurred_at": string | null; "channel": string | null; "name": string | null; "source": string | null; "session_id": string | null; "user_id": string | null; "anonymous_id": string | null; "properties": unknown; "context": unknown }[];
  };
  '/people/search': {
    people: { "person_id": string | null; "first_seen": string | null; "identifiers": unknown }[];
  };
  '/regulars': {
    days: { "start": string | null; "daily": number | null; "weekly": number | null; "monthly": number | null }[];
  };
  '/response-goals': {
    buckets: { "from_seconds": number | null; "to_seconds": number | null; "chats": number | null; "converted": number | null; "open": number | null; "rate": number | null; "rate_low": number | null; "rate_high": number | null; "difference": number | null; "difference_low": number | null; "difference_high": number | null }[];
  };
  '/send-hours': {
    hours: { "weekday": number | null; "hour": number | null; "messages": number | null; "soon": number | null; "share": number | null; "share_low": number | null; "share_high": number | null }[];
  };
  '/sessions': {
    sessions: { "session_id": string | null; "person_id": string | null; "channel": string | null; "first_at": string | null; "last_at": string | null; "seconds": number | null; "events": number | null; "own_events": number | null; "pages": number | null; "engaged": boolean | null; "converted": boolean | null; "source": string | null; "campaign": string | null; "device": string | null; "country": string | null; "entry": string | null; "exit": string | null }[];
  };
  '/sessions/:id': {
    session: { "session_id": string | null; "person_id": string | null; "channel": string | null; "first_at": string | null; "last_at": string | null; "seconds": number | null; "events": number | null; "own_events": number | null; "pages": number | null; "engaged": boolean | null; "converted": boolean | null; "source": string | null; "campaign": string | null; "device": string | null; "country": string | null; "entry": string | null; "exit": string | null };
    events: { "id": string | null; "occurred_at": string | null; "channel": string | null; "name": string | null; "user_id": string | null; "anonymous_id": string | null; "properties": unknown; "context": unknown }[];
  };
  '/sessions/summary': {
    summary: { "sessions": number | null; "engaged_sessions": number | null; "converted_sessions": number | null; "conversion_rate": number | null; "median_seconds": number | null; "p90_seconds": number | null; "events_per_session": number | null; "single_event_share": number | null };
    by_channel: { "value": string | null; "engaged_sessions": number | null; "converted_sessions": number | null; "conversion_rate": number | null; "median_seconds": number | null; "p90_seconds": number | null; "events_per_session": number | null; "single_event_share": number | null }[];
    by_entry: { "value": string | null; "engaged_sessions": number | null; "converted_sessions": number | null; "conversion_rate": number | null; "median_seconds": number | null; "p90_seconds": number | null; "events_per_session": number | null; "single_event_share": number | null }[];
    by_campaign: { "value": string | null; "engaged_sessions": number | null; "converted_sessions": number | null; "conversion_rate": number | null; "median_seconds": number | null; "p90_seconds": number | null; "events_per_session": number | null; "single_event_share": number | null }[];
    by_device: { "value": string | null; "engaged_sessions": number | null; "converted_sessions": number | null; "conversion_rate": number | null; "median_seconds": number | null; "p90_seconds": number | null; "events_per_session": number | null; "single_event_share": number | null }[];
    by_country: { "value": string | null; "engaged_sessions": number | null; "converted_sessions": number | null; "conversion_rate": number | null; "median_seconds": number | null; "p90_seconds": number | null; "events_per_session": number | null; "single_event_share": number | null }[];
    by_source: { "value": string | null; "engaged_sessions": number | null; "converted_sessions": number | null; "conversion_rate": number | null; "median_seconds": number | null; "p90_seconds": number | null; "events_per_session": number | null; "single_event_share": number | null }[];
    durations: { "from_seconds": number | null; "to_seconds": number | null; "engaged_sessions": number | null }[];
  };
  '/sources': {
    sources: { "source": string | null; "plugin": string | null; "provider": string | null; "url": string | null; "open": boolean | null; "seen_at": string | null; "routes": unknown; "variables": unknown }[];
    keys: { "prefix": string | null; "kind": string | null; "name": string | null; "channels": unknown; "origins": unknown; "signed": boolean | null; "created_at": string | null }[];
    requests: { "source": string | null; "at": string | null; "status": number | null; "reason": string | null; "key": string | null; "accepted": number | null; "refused": number | null; "known": boolean | null }[];
  };
  '/trend': {
    series: { "value": string | null; "start": string | null; "measure": number | null }[];
    totals: { "value": string | null; "measure": number | null }[];
  };
  '/whatsapp': {
    totals: { "received": number | null; "attempted": number | null; "sent": number | null; "delivered": number | null; "read": number | null; "replied": number | null; "clicked": number | null; "failed": number | null; "delivery_rate": number | null; "read_rate": number | null; "reply_rate": number | null; "new_contacts": number | null; "answered": number | null; "median_response_seconds": number | null; "p90_response_seconds": number | null; "missed": number | null; "resolved_unanswered": number | null; "within_target_share": number | null; "by_agents": number | null; "median_agent_seconds": number | null; "p90_agent_seconds": number | null; "resolutions": number | null; "median_resolution_seconds": number | null; "p90_resolution_seconds": number | null; "conversations": number | null; "median_conversation_length": number | null; "contacts": number | null; "reached": number | null };
    series: { "start": string | null; "received": number | null; "sent": number | null; "delivered": number | null; "read": number | null; "answered": number | null; "median_response_seconds": number | null; "p90_response_seconds": number | null }[];
    response_times: { "from_seconds": number | null; "to_seconds": number | null; "answers": number | null; "by_agents": number | null }[];
    resolution_times: { "from_seconds": number | null; "to_seconds": number | null; "resolutions": number | null }[];
    outcomes: { "outcome": string | null; "resolutions": number | null; "median_seconds": number | null; "p90_seconds": number | null; "median_provider_seconds": number | null }[];
    conversation_lengths: { "from_messages": number | null; "to_messages": number | null; "conversations": number | null }[];
    hours: { "weekday": number | null; "hour": number | null; "received": number | null; "sent": number | null }[];
    templates: { "template": string | null; "attempted": number | null; "sent": number | null; "delivered": number | null; "read": number | null; "replied": number | null; "clicked": number | null; "failed": number | null; "delivery_rate": number | null; "read_rate": number | null; "reply_rate": number | null }[];
    countries: { "country": string | null; "received": number | null }[];
    open_waits: { "open_waits": number | null; "longest_seconds": number | null; "longest_since": string | null };
  };
}

// What each of them may be asked with.
export const parameters: Record<keyof Reports, readonly string[]> = {
  '/agents': ['project', 'from', 'to', 'granularity', 'compare', 'limit', 'offset'],
  '/campaigns': ['project', 'from', 'to', 'granularity', 'compare', 'limit', 'offset', 'part'],
  '/campaigns/variants': ['project', 'from', 'to', 'granularity', 'compare', 'campaign'],
  '/drop-offs': ['project', 'from', 'to', 'granularity', 'compare', 'steps', 'exclude', 'order', 'scope', 'window', 'part'],
  '/errors': ['project', 'from', 'to', 'granularity', 'compare', 'limit', 'offset', 'channel'],
  '/events': ['project', 'from', 'to', 'granularity', 'compare', 'channel', 'name', 'country', 'campaign', 'template', 'agent', 'device', 'property', 'limit', 'offset'],
  '/funnel': ['project', 'from', 'to', 'granularity', 'compare', 'steps', 'exclude', 'order', 'scope', 'window', 'by_property'],
  '/geography': ['project', 'from', 'to', 'granularity', 'compare', 'channel', 'country', 'campaign', 'device', 'part'],
  '/handovers': ['project', 'from', 'to', 'granularity', 'compare', 'limit', 'offset'],
  '/health': ['project', 'part'],
  '/heatmap': ['project', 'from', 'to', 'granularity', 'compare', 'channel', 'country', 'campaign', 'device', 'part'],
  '/narrative': ['project', 'to'],
  '/overview': ['project', 'from', 'to', 'granularity', 'compare', 'channel', 'country', 'campaign', 'device', 'part'],
  '/paths': ['project', 'from', 'to', 'granularity', 'compare', 'steps'],
  '/people': ['project', 'from', 'to', 'granularity', 'compare', 'contacts', 'sort', 'country', 'lifecycle', 'limit', 'offset'],
  '/people/:id': ['project'],
  '/people/:id/timeline': ['project', 'channel', 'name', 'limit', 'offset'],
  '/people/search': ['project', 'q'],
  '/regulars': ['project', 'from', 'to', 'channel', 'country', 'campaign', 'device'],
  '/response-goals': ['project', 'from', 'to', 'granularity', 'compare'],
  '/send-hours': ['project', 'from', 'to', 'granularity', 'compare'],
  '/sessions': ['project', 'from', 'to', 'granularity', 'compare', 'channel', 'country', 'campaign', 'device', 'engaged', 'converted', 'limit', 'offset'],
  '/sessions/:id': ['project', 'limit', 'offset', 'part'],
  '/sessions/summary': ['project', 'from', 'to', 'granularity', 'compare', 'channel', 'country', 'campaign', 'device', 'part'],
  '/sources': ['project', 'part'],
  '/trend': ['project', 'from', 'to', 'granularity', 'compare', 'channel', 'name', 'country', 'campaign', 'template', 'agent', 'device', 'property', 'measure', 'of', 'by', 'part'],
  '/whatsapp': ['project', 'from', 'to', 'granularity', 'compare', 'part'],
};
