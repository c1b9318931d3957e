"""Search of staff: people, groups, projects, sites, schools, pages and actions."""
