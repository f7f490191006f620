-- The events of the visits that begin in [a, b).
create function bench_events(a timestamptz, b timestamptz)
  returns table (v bigint, k integer, id uuid, channel text, name text, user_id text, anonymous_id text,
                 at timestamptz, properties jsonb, context jsonb, long boolean, more boolean)
  language sql stable as $$
    -- `more`: the person writes again, in another visit.
    select w.v, k, md5('web' || w.v || '.' || k)::uuid, 'web', e.name,
           null, bench_browser(w.p), w.at + k * (10 + 170 * bench_random(w.v, 5)) * interval '1 second',
           case e.name
             when 'page_view' then jsonb_build_object('path', e.path, 'title', 'Page ' || e.path)
             when 'purchase' then jsonb_build_object('value', 100 + w.v % 900, 'currency', 'KES', 'plan',
                                                     (array['free', 'silver', 'gold'])[1 + w.v % 3])
             when 'error' then jsonb_build_object('code', 'E' || w.v % 7, 'message', 'Payment was refused', 'step', 'pay')
             else jsonb_build_object('plan', (array['free', 'silver', 'gold'])[1 + w.v % 3], 'button', 'b' || k) end,
           jsonb_build_object(
             'library', jsonb_build_object('name', 'griot.js', 'version', '1.0'),
             'device', jsonb_build_object('type', (array['mobile', 'mobile', 'desktop', 'tablet'])[1 + w.p % 4]),
             'browser', jsonb_build_object('name', (array['Chrome', 'Safari', 'Firefox', 'Opera', 'Edge'])[1 + w.p % 5],
                                           'version', '130.0'),
             'geo', jsonb_build_object('country', w.country), 'page', jsonb_build_object('path', e.path))
           || case when w.v % 3 = 0 then jsonb_build_object('campaign', jsonb_build_object(
                     'name', 'ad-' || w.v % 20, 'source', (array['google', 'facebook', 'mail'])[1 + w.v % 3]))
                   else '{}' end,
           null, null
    from bench_visits w
    cross join lateral generate_series(1, 2 + (w.v % 7)::integer) k
    cross join lateral (
      select bench_random(w.v * 16 + k, 6) as r, '/p/' || floor(120 * bench_random(w.v * 16 + k, 7) ^ 2) as path) r
    cross join lateral (
      select case when k = 1 or r.r < 0.6 then 'page_view' when r.r < 0.75 then 'cta_click'
                  when r.r < 0.87 then 'product_viewed' when r.r < 0.95 then 'add_to_cart'
                  when r.r < 0.98 then 'purchase' else 'error' end as name, r.path) e
    where not w.chat and w.at >= a and w.at < b
    union all
    select w.v, k.k, md5('chat' || w.v || '.' || k.k)::uuid, 'whatsapp', k.name, bench_phone(w.p), null,
           w.at + k.after * interval '1 second',
           jsonb_strip_nulls(jsonb_build_object(
             'messageId', case when k.of is not null then 'wamid.' || w.v || '.' || k.of end,
             'businessNumber', '+254700000000', 'countryCode', w.country,
             'direction', case k.name when 'message.received' then 'inbound' when 'message.sent' then 'outbound' end,
             'contentType', case when k.name in ('message.received', 'message.sent') then 'text' end,
             'text', case k.name when 'message.received' then 'Hello, is the blue one in stock? I would like two.'
                                 when 'message.sent' then 'Yes, it is. Where shall we send it?' end,
             'agentId', case when k.name = 'chat.resolved' or (w.long and k.name = 'message.sent') then 'agent-' || w.v % 25 end,
             'campaignId', case when not w.long and k.name = 'message.sent' then 'spring-' || w.v % 30 end,
             'templateName', case when not w.long and k.name = 'message.sent' then 'offer_' || w.v % 12 end,
             'replyTo', case when not w.long and k.name = 'message.received' then 'wamid.' || w.v || '.1' end,
             'outcome', case when k.name = 'chat.resolved' then (array['sold', 'answered', 'lost'])[1 + w.v % 3] end)),
           '{}', w.long,
           exists (select from bench_visits o where o.p = w.p and o.at > w.at and o.chat and (o.long or o.v % 5 = 0))
    from bench_visits w
    cross join lateral (values
      (w.long, 1, 1, 'message.received', 0.0::float8), (w.long, 2, 2, 'message.sent', 20 + 900 * bench_random(w.v, 8) ^ 3),
      (w.long, 3, 2, 'message.delivered', 22 + 900 * bench_random(w.v, 8) ^ 3),
      (w.long, 4, 2, 'message.read', 60 + 900 * bench_random(w.v, 8) ^ 3),
      (w.long, 5, 5, 'message.received', 90 + 900 * bench_random(w.v, 8) ^ 3),
      (w.long, 6, null, 'chat.resolved', 1000 + 600 * bench_random(w.v, 9)),
      (not w.long, 1, 1, 'message.sent', 0), (not w.long, 2, 1, 'message.delivered', 2),
      (not w.long and w.v % 4 < 3, 3, 1, 'message.read', 30 + 1500 * bench_random(w.v, 8)),
      (not w.long and w.v % 5 = 0, 4, 4, 'message.received', 600 + 1000 * bench_random(w.v, 9))
    ) as k (happens, k, of, name, after)
    where w.chat and k.happens and w.at >= a and w.at < b
  $$;
