-- Reports read messages by when they stand in time (`at`, which has an index; of an outbound message it
-- is its attempt).
create or replace view message_outcomes as
  select project, message_id, attempted_at, chat_id, business_number, user_id, agent_id, template,
         content_type, campaign_id, category, campaign, answered_by,
         coalesce(sent_at, delivered_at, read_at, replied_at, clicked_at) is not null as sent,
         coalesce(delivered_at, read_at, replied_at, clicked_at) is not null as delivered,
         coalesce(read_at, replied_at, clicked_at) is not null as read,
         replied_at is not null as replied,
         clicked_at is not null as clicked,
         failed_at is not null and coalesce(delivered_at, read_at, replied_at, clicked_at) is null as failed,
         error_code, sent_at, delivered_at, read_at, failed_at, replied_at, clicked_at, tx, at
  from message_facts where received_at is null;
