-- Reports read the sessions of a project by when they began. By expressions alone, so that no statement
-- which asks for a session of a key can take this index for it, and read the whole project: plans are made
-- while the table is empty, when any index looks as good as another, and kept. Who wants it says
-- `project || ''`.
create index sessions_time on sessions ((project || ''), (first_at at time zone 'UTC'));
