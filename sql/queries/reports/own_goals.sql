-- Whether the project has goals of its own.
select exists (select from goals g where g.project = :project)
