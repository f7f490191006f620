-- Bytes that could not be read are kept once, by the id that is made of them, however often they come.

delete from dead_letters d using dead_letters earlier
  where d.kind = 'raw' and earlier.kind = 'raw' and d.event_id = earlier.event_id
    and d.project = earlier.project and d.id > earlier.id;
create unique index dead_letters_raw on dead_letters (event_id, project) where kind = 'raw';
