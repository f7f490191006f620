-- For incremental readers, who keep which identifiers are whose; and for who counts new contacts.
create index identifiers_tx on identifiers (tx);
create index identifiers_phones on identifiers (project, first_place) where type = 'phone';
create index persons_first on persons (project, first_at);
