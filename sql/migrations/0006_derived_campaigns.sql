-- Campaigns that nobody announced, seen in the messages themselves: at least 20 people who were sent
-- one template from one number, with no more than ten minutes from one message to the next.
--
-- A view, and never stored events: a message that arrives late can extend a campaign, join two, or
-- make one. Messages that carry a campaignId are of a campaign that is known, and count for none
-- here. One message heard twice is one recipient. The columns are those of a `campaign.sent` event.
create view derived_campaigns as
  select md5(concat_ws(chr(31), project, business_number, template_name,
                       extract(epoch from min(occurred_at))))::uuid as id,
         project,
         'whatsapp' as channel,
         'campaign.sent' as name,
         min(occurred_at) as occurred_at,
         max(occurred_at) as ended_at,
         jsonb_build_object('derived', true, 'businessNumber', business_number,
                            'templateName', template_name,
                            'recipientCount', count(distinct user_id)) as properties
  from (
    select *, sum(starts) over (partition by project, business_number, template_name
                                order by occurred_at) as run
    from (
      select project, business_number, template_name, user_id, occurred_at,
             -- The first has nothing before it, so it starts nothing new.
             (occurred_at - lag(occurred_at) over (
                partition by project, business_number, template_name order by occurred_at)
              > interval '10 minutes')::integer as starts
      from (
        select project, user_id, occurred_at, properties->>'businessNumber' as business_number,
               properties->>'templateName' as template_name
        from events
        where name = 'message.sent' and channel = 'whatsapp' and user_id is not null
          and coalesce(properties->>'campaignId', '') = ''
      ) sent
      where business_number <> '' and template_name <> ''
    ) gaps
  ) runs
  group by project, business_number, template_name, coalesce(run, 0)
  having count(distinct user_id) >= 20;

grant select on derived_campaigns to griot_reader, griot_writer;
